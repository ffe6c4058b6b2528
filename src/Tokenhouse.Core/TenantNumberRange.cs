using System.Globalization;

namespace Tokenhouse.Core;

/// <summary>The numbers that a datacentre draws for new tenants, both ends included.</summary>
public sealed record TenantNumberRange
{
    /// <summary>What follows is still a number, and no reader of JSON takes it for another one.</summary>
    public const long Greatest = 999_999_999_999_999;

    private const long Least = Datacentre.Vendor + 1;

    /// <summary>Of an installation with one datacentre, unless another one is configured.</summary>
    public static readonly TenantNumberRange Default = new() { First = 100, Last = Greatest };

    public long First { get; init; }

    public long Last { get; init; }

    public bool Contains(long number) => First <= number && number <= Last;

    public bool Overlaps(TenantNumberRange other) => First <= other.Last && other.First <= Last;

    /// <summary>What is wrong with the range of that setting, as a sentence that says what to write; null: nothing.</summary>
    public string? Fault(string setting) =>
        First < Least || Last > Greatest || First > Last
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{setting} is {this}. Write a First from {Least} and a Last up to {Greatest}, such as 200000 and 299999."
            )
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First} to {Last}");
}
