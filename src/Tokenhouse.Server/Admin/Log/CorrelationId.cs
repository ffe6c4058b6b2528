using System.Globalization;

namespace Tokenhouse.Server.Admin.Log;

/// <summary>
/// The id that every answer carries in <c>X-Correlation-Id</c>: 32 hexadecimal digits, the first twelve of which say when (RFC 9562, 5.7). So a
/// request can be looked for even when it was counted under the id of another that was like it.
/// </summary>
public static class CorrelationId
{
    /// <summary>The moment of the request; null: it is no id of ours.</summary>
    public static DateTimeOffset? At(string? id) =>
        id is { Length: 32 }
        && id[12] == '7'
        && long.TryParse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
}
