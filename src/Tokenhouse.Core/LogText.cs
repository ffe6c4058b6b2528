using System.Runtime.CompilerServices;
using System.Text;

namespace Tokenhouse.Core;

/// <summary>
/// A sentence for the log. It is always written as an interpolated string and accepts no bare strings: each value says
/// whether it is <see cref="TrustedText"/>, so that a stranger's text can't get into a tenant's log by mistake.
/// </summary>
[InterpolatedStringHandler]
public sealed class LogText(int literalLength, int formattedCount)
{
    private readonly StringBuilder full = new(literalLength + 16 * formattedCount);
    private StringBuilder? withheld;

    /// <summary>With everything that was sent.</summary>
    public string Full => full.ToString();

    /// <summary>With a description instead of what was sent.</summary>
    public string Withheld => (withheld ?? full).ToString();

    public void AppendLiteral(string value) => Append(value);

    public void AppendFormatted(TrustedText value) => Append(value.Text);

    public void AppendFormatted(UntrustedText value)
    {
        withheld ??= new(full.ToString());
        withheld.Append(value.What);
        full.Append(value.Text);
    }

    public void AppendFormatted(RefusalReason value)
    {
        withheld ??= new(full.ToString());
        withheld.Append(value.Withheld);
        full.Append(value.Sentence);
    }

    public void AppendFormatted(int value) => Append(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void AppendFormatted(DateTimeOffset value, string format) =>
        Append(value.ToString(format, System.Globalization.CultureInfo.InvariantCulture));

    public void AppendFormatted(DateTimeOffset? value, string format) =>
        Append(value?.ToString(format, System.Globalization.CultureInfo.InvariantCulture) ?? "");

    public void AppendFormatted<T>(T value)
        where T : struct, Enum => Append(value.ToString());

    private void Append(string value)
    {
        full.Append(value);
        withheld?.Append(value);
    }
}
