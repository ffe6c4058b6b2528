using System.Text.RegularExpressions;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A return URL after signing in: only a page of the Hub.</summary>
internal static partial class HubReturnPath
{
    /// <summary>Longer ones wouldn't fit into the state.</summary>
    private const int Longest = 400;

    /// <summary>The path if it is a page's, otherwise the start page.</summary>
    public static string Or(string? path) =>
        path is { Length: <= Longest } && Own().IsMatch(path) && !NoPage().IsMatch(path) ? path : HubHost.StartPath;

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
