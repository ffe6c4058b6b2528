using System.Globalization;
using System.Text;

namespace Tokenhouse.Core;

/// <summary>
/// Texts that people write for others: without control characters, and without invisible or direction-changing ones, with
/// which a text looks like another one (Unicode TR36, 2.4; default ignorable code points of UAX 44).
/// </summary>
public static class PlainText
{
    /// <summary>Whether it is a valid single line.</summary>
    public static bool IsLine(string text) => !text.EnumerateRunes().Any(IsHidden);

    /// <summary>Whether it is a valid text, possibly with several lines.</summary>
    public static bool IsText(string text) => !text.EnumerateRunes().Any(letter => letter.Value != '\n' && IsHidden(letter));

    private static bool IsHidden(Rune letter) =>
        Rune.GetUnicodeCategory(letter)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || letter.Value
            is 0x034F // joins nothing
                or 0x115F
                or 0x1160
                or 0x3164
                or 0xFFA0 // fill a place in Hangul
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0000 and <= 0xE0FFF) // choose the look of a letter
                or 0x2065
                or (>= 0xFFF0 and <= 0xFFF8)
                or 0x2800; // a blank that is no space
}
