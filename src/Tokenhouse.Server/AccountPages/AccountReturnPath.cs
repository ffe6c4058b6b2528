using System.Text.RegularExpressions;

namespace Tokenhouse.Server.AccountPages;

/// <summary>A return URL after signing in: only a page of the account.</summary>
internal static partial class AccountReturnPath
{
    public const string Home = "/account";

    /// <summary>The path if it is one of ours, otherwise the home page.</summary>
    public static string Or(string? path) => path is not null && Own().IsMatch(path) ? path : Home;

    [GeneratedRegex(@"^/account(?:/[a-z0-9-]+)*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Own();
}
