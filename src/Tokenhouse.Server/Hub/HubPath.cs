using System.Text.RegularExpressions;

namespace Tokenhouse.Server.Hub;

/// <summary>Where a person may be sent after signing in: a page of the Hub, and nothing else.</summary>
internal static partial class HubPath
{
    /// <summary>Longer ones would not fit into the state that brings them back.</summary>
    private const int Longest = 400;

    /// <summary>The path if it is that of a page, or else the first page.</summary>
    public static string Or(string? path) =>
        path is { Length: <= Longest } && Own().IsMatch(path) && !NoPage().IsMatch(path) ? path : StartPages.Path;

    // Segments begin with a letter or a digit: none is empty, and none leads upwards.
    [GeneratedRegex(
        @"^/(?:[A-Za-z0-9][A-Za-z0-9._~@-]*(?:/[A-Za-z0-9][A-Za-z0-9._~@-]*)*)?(?:\?[A-Za-z0-9._~:=&%+,-]*)?\z",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Own();

    [GeneratedRegex(@"^/(?:sign-in|sign-out|api|openapi)(?:[/?]|\z)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoPage();
}
