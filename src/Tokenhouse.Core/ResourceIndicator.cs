namespace Tokenhouse.Core;

/// <summary>The form of an API's identifier, which the <c>resource</c> parameter names: an absolute URI without a fragment (RFC 8707, 2).</summary>
public static class ResourceIndicator
{
    public const int MaxLength = 200;

    public static bool IsWellFormed(string text) =>
        text.Length <= MaxLength
        && !text.Any(letter => letter is <= ' ' or > '~' or '"' or '\\' or '#')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && !uri.IsFile;
}
