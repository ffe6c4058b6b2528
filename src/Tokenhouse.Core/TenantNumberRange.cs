using System.Globalization;

namespace Tokenhouse.Core;

/// <summary>The range of a datacentre's numbers for new tenants, inclusive.</summary>
public sealed record TenantNumberRange
{
    /// <summary>The next number still exists, and every JSON reader represents it exactly.</summary>
    public const long Greatest = 999_999_999_999_999;

    private const long Least = Datacentre.Vendor + 1;

    /// <summary>The default of an installation with one datacentre.</summary>
    public static readonly TenantNumberRange Default = new() { First = 100, Last = Greatest };

    public long First { get; init; }

    public long Last { get; init; }

    public bool Contains(long number) => First <= number && number <= Last;

    public bool Overlaps(TenantNumberRange other) => First <= other.Last && other.First <= Last;

    /// <summary>The error in that setting's range, as a sentence that says what to write; null if there is none.</summary>
    public string? Fault(string setting) =>
        First < Least || Last > Greatest || First > Last
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{setting} is {this}. Set First to at least {Least} and Last to at most {Greatest}, such as 200000 and 299999."
            )
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First} to {Last}");
}
