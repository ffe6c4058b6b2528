using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Support;

/// <summary>The mails that a house wrote, as files in its data folder.</summary>
public static partial class Outbox
{
    public static string Folder(House house) => Path.Combine(house.DataFolder, "outbox");

    /// <summary>All mails to somebody, in no order.</summary>
    public static IReadOnlyList<string> To(House house, string email) =>
        !System.IO.Directory.Exists(Folder(house))
            ? []
            :
            [
                .. System
                    .IO.Directory.EnumerateFiles(Folder(house), "*.eml")
                    .Select(File.ReadAllText)
                    .Where(text =>
                        text.Contains($"To: {email}", StringComparison.OrdinalIgnoreCase) && text.EndsWith("\r\n", StringComparison.Ordinal)
                    ),
            ];

    /// <summary>Waits for so many mails to somebody.</summary>
    public static async Task<IReadOnlyList<string>> Wait(House house, string email, int count = 1)
    {
        await Eventually.True(() => Task.FromResult(To(house, email).Count >= count));
        return To(house, email);
    }

    /// <summary>Waits for one more mail with a link than there were, and returns the link's address.</summary>
    public static async Task<string> Link(House house, string email)
    {
        await Eventually.True(() => Task.FromResult(To(house, email).Any(text => Address().IsMatch(text))));
        return To(house, email).Select(text => Address().Match(text)).First(match => match.Success).Value;
    }

    [GeneratedRegex(@"http\S+\?link=[A-Za-z0-9_-]{43}(?=\s)", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
