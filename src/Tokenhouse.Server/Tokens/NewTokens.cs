using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>What is stored when a code or refresh token is spent.</summary>
/// <param name="Client">Who presented it.</param>
/// <param name="Grant">What was decided.</param>
/// <param name="Dialect">Where it was presented: the refresh token is spelled as it spells them.</param>
/// <param name="Policy">The dialect's policy as tenant and client lower it.</param>
/// <param name="AccessToken">The access token that was made.</param>
internal sealed record NewTokens(RegisteredClient Client, Grant Grant, Dialect Dialect, TokenPolicy Policy, AccessToken AccessToken);
