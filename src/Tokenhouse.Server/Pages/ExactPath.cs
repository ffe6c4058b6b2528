namespace Tokenhouse.Server.Pages;

/// <summary>Marks a route that matches its path exactly. Unlike the framework's routing, case matters, and a trailing slash or an empty segment doesn't match.</summary>
internal sealed class ExactPath
{
    public static readonly ExactPath Marker = new();

    private ExactPath() { }

    /// <summary>Whether a path matches a route's pattern. A segment in braces matches any text that isn't empty.</summary>
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
