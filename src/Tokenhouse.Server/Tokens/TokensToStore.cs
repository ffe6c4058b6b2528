using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>The tokens to store when a code or refresh token is spent.</summary>
/// <param name="Client">The client that presented it.</param>
/// <param name="Grant">What was decided.</param>
/// <param name="Dialect">The dialect where it was presented, which defines the format of the refresh token.</param>
/// <param name="Policy">The dialect's policy, as lowered by tenant and client.</param>
/// <param name="AccessToken">The new access token.</param>
internal sealed record TokensToStore(RegisteredClient Client, Grant Grant, Dialect Dialect, TokenPolicy Policy, AccessToken AccessToken);
