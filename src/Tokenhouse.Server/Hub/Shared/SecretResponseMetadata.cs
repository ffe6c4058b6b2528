using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Marks a route whose response contains a secret. If the request is repeated, the response is repeated only for two minutes, only with the
/// same access token, only if the check still succeeds, and with an audit entry each time.
/// </summary>
/// <param name="Again">
/// Gets the response's body; returns why it isn't repeated, or writes the audit entry. It runs as a separate change, with the route's permission.
/// </param>
internal sealed record SecretResponseMetadata(Func<AdminUnitOfWork, JsonElement, Task<Result<NoOutput, Problem>>> Again)
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);
}
