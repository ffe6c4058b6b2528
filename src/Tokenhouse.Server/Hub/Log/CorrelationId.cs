using System.Globalization;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>
/// The ID in every response's <c>X-Correlation-Id</c>: 32 hexadecimal digits, of which the first twelve are the time (RFC 9562, 5.7). So you
/// can look for a request even if it was counted under the ID of an identical one.
/// </summary>
public static class CorrelationId
{
    /// <summary>The time of the request; null if the ID isn't ours.</summary>
    public static DateTimeOffset? At(string? id) =>
        id is { Length: 32 }
        && id[12] == '7'
        && long.TryParse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
        && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;
}
