namespace Tokenhouse.Server.Hosting.Options;

/// <summary>How a dialect is retired: <c>Tokenhouse:Dialects:{name}</c>. Without dates it lives on.</summary>
public sealed record DialectOptions
{
    /// <summary>Since when nobody should begin to use it (RFC 9745).</summary>
    public DateTimeOffset? DeprecatedAt { get; init; }

    /// <summary>From when it does not answer any more (RFC 8594).</summary>
    public DateTimeOffset? SunsetAt { get; init; }

    /// <summary>Where its users read how to move; without it, a page of this server.</summary>
    public Uri? Guide { get; init; }

    /// <summary>Times at which it rests, to remind those who still use it.</summary>
    public IReadOnlyList<BrownOutOptions> BrownOuts { get; init; } = [];

    internal IEnumerable<string> Faults(string name, IReadOnlyList<string> known)
    {
        var path = $"Tokenhouse:Dialects:{name}";
        if (!known.Contains(name))
            yield return $"{path}: there is no such dialect. Name one of {string.Join(", ", known)}.";
        if (SunsetAt is not null && DeprecatedAt is null)
            yield return $"{path} has SunsetAt alone. Set DeprecatedAt too: what ends is deprecated first (RFC 9745, 4).";
        if (SunsetAt < DeprecatedAt)
            yield return $"{path}: SunsetAt is before DeprecatedAt. What ends is deprecated first (RFC 9745, 4).";
        if (Guide is { IsAbsoluteUri: false })
            yield return $"{path}:Guide is {Guide}, which is no absolute URL.";
        foreach (var rest in BrownOuts.Where(rest => rest.Until <= rest.From))
            yield return $"{path}:BrownOuts has one that ends at {rest.Until:u}, before it begins at {rest.From:u}.";
    }
}
