namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>How a dialect is retired: <c>Tokenhouse:Dialects:{name}</c>. Without dates, it isn't retired.</summary>
public sealed record DialectOptions
{
    /// <summary>When it was deprecated (RFC 9745).</summary>
    public DateTimeOffset? DeprecatedAt { get; init; }

    /// <summary>When it stops working (RFC 8594).</summary>
    public DateTimeOffset? SunsetAt { get; init; }

    /// <summary>The page that tells its users how to move; by default a page of this server.</summary>
    public Uri? Guide { get; init; }

    /// <summary>Brown-outs to remind its remaining users.</summary>
    public IReadOnlyList<BrownOutOptions> BrownOuts { get; init; } = [];

    internal IEnumerable<string> Faults(string name, IReadOnlyList<string> known)
    {
        var path = $"Tokenhouse:Dialects:{name}";
        if (!known.Contains(name))
            yield return $"{path}: this dialect doesn't exist. Choose one of {string.Join(", ", known)}.";
        if (SunsetAt is not null && DeprecatedAt is null)
            yield return $"{path} has SunsetAt but not DeprecatedAt. Set DeprecatedAt too: a dialect must be deprecated before its sunset (RFC 9745, 4).";
        if (SunsetAt < DeprecatedAt)
            yield return $"{path}: SunsetAt is before DeprecatedAt. A dialect must be deprecated before its sunset (RFC 9745, 4).";
        if (Guide is { IsAbsoluteUri: false })
            yield return $"{path}:Guide is {Guide}, which isn't an absolute URL.";
        foreach (var rest in BrownOuts.Where(rest => rest.Until <= rest.From))
            yield return $"{path}:BrownOuts contains a brown-out that ends at {rest.Until:u}, before it begins at {rest.From:u}.";
    }
}
