using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin;

/// <summary>
/// Marks a route whose answer has a secret in it. When its request is repeated, the answer is given again only for two minutes, only to what proved the
/// first request, only if the check agrees at that moment, and with a line in the audit each time.
/// </summary>
/// <param name="Again">
/// Given the answer's body: why it is not shown again, or the audit of its being shown. It runs as a change of its own, with the route's permission.
/// </param>
internal sealed record ShownOnce(Func<Work, JsonElement, Task<Result<Completion, Problem>>> Again)
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);
}
