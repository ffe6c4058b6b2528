namespace Tokenhouse.Server.Admin;

/// <summary>
/// What people may write about things, to be read by others: no control characters, nor those that turn the direction of what follows, with which a text
/// looks like another one (Unicode TR36, 2.4).
/// </summary>
internal static class PlainText
{
    /// <summary>Whether it can stand on one line.</summary>
    public static bool IsLine(string text) => !text.Any(IsHidden);

    /// <summary>Whether it can stand as it is, on several lines perhaps.</summary>
    public static bool IsText(string text) => !text.Any(letter => letter != '\n' && IsHidden(letter));

    private static bool IsHidden(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
