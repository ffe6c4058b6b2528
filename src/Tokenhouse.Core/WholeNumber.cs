using System.Globalization;

namespace Tokenhouse.Core;

/// <summary>Reads whole numbers as programs and people send them: digits and nothing else.</summary>
public static class WholeNumber
{
    /// <summary>Null if the text isn't a whole number, or is too large.</summary>
    public static int? Read(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null if the text isn't a whole number, or is too large.</summary>
    public static long? ReadLong(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
