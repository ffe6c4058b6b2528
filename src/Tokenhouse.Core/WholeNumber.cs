using System.Globalization;

namespace Tokenhouse.Core;

/// <summary>Reads whole numbers as programs and people send them: digits and nothing else.</summary>
public static class WholeNumber
{
    /// <summary>Null: it is none, or too large.</summary>
    public static int? Read(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null: it is none, or too large.</summary>
    public static long? ReadLong(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
