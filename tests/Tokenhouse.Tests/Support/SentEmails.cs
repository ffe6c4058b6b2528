using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Support;

/// <summary>The mails that a house wrote, as files in its data folder.</summary>
public static partial class SentEmails
{
    public static string Folder(TestServer server) => Path.Combine(server.DataFolder, "outbox");

    /// <summary>All mails to somebody, in no order.</summary>
    public static IReadOnlyList<string> To(TestServer server, string email) =>
        !System.IO.Directory.Exists(Folder(server))
            ? []
            :
            [
                .. System
                    .IO.Directory.EnumerateFiles(Folder(server), "*.eml")
                    .Select(File.ReadAllText)
                    .Where(text =>
                        text.Contains($"To: {email}", StringComparison.OrdinalIgnoreCase) && text.EndsWith("\r\n", StringComparison.Ordinal)
                    ),
            ];

    /// <summary>Waits for so many mails to somebody.</summary>
    public static async Task<IReadOnlyList<string>> Wait(TestServer server, string email, int count = 1)
    {
        await Eventually.True(() => Task.FromResult(To(server, email).Count >= count));
        return To(server, email);
    }

    /// <summary>Waits for one more mail with a link than there were, and returns the link's address.</summary>
    public static async Task<string> Link(TestServer server, string email)
    {
        await Eventually.True(() => Task.FromResult(To(server, email).Any(text => Address().IsMatch(text))));
        return To(server, email).Select(text => Address().Match(text)).First(match => match.Success).Value;
    }

    [GeneratedRegex(@"http\S+\?link=[A-Za-z0-9_-]{43}(?=\s)", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
