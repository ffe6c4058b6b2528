using System.Text.RegularExpressions;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Where a person may be sent after signing in: a page of the account, and nothing else.</summary>
internal static partial class LocalPath
{
    public const string Home = "/account";

    /// <summary>The path if it is one of ours, or else the first page.</summary>
    public static string Or(string? path) => path is not null && Own().IsMatch(path) ? path : Home;

    [GeneratedRegex(@"^/account(?:/[a-z0-9-]+)*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Own();
}
