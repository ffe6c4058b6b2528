namespace Tokenhouse.Server.Pages;

/// <summary>Marks a route whose path answers to the letter, unlike the framework's routing: no other case, no slash at the end, no empty segment.</summary>
internal sealed class ExactPath
{
    public static readonly ExactPath Marker = new();

    private ExactPath() { }

    /// <summary>Whether a path is that of a route; what stands in braces may be anything.</summary>
    public static bool Fits(string pattern, string path)
    {
        if (!pattern.Contains('{', StringComparison.Ordinal))
            return string.Equals(path, pattern, StringComparison.Ordinal);
        var (segments, asked) = (pattern.Split('/'), path.Split('/'));
        return asked.Length == segments.Length
            && segments
                .Zip(asked)
                .All(pair => pair.First.Contains('{', StringComparison.Ordinal) ? pair.Second.Length > 0 : pair.First == pair.Second);
    }
}
