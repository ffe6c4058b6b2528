using System.Globalization;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>Tenant numbers as written in the options: <c>218</c>, <c>200000-299999</c>, or <c>*</c> for all.</summary>
internal sealed record TenantRange(string Text, long First, long Last)
{
    /// <summary>Null if the text has another form.</summary>
    public static TenantRange? Read(string text)
    {
        if (text == "*")
            return new(text, 1, long.MaxValue);
        var ends = text.Split('-');
        return ends.Length <= 2 && Number(ends[0]) is { } first && Number(ends[^1]) is { } last && first <= last
            ? new(text, first, last)
            : null;
    }

    public bool Contains(long number) => First <= number && number <= Last;

    public bool Overlaps(TenantRange other) => First <= other.Last && other.First <= Last;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
