namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The unit in which people and programs read and set a lifetime, as a whole number.</summary>
internal sealed class LifetimeUnit
{
    public static readonly LifetimeUnit Days = new(TimeSpan.FromDays(1));
    public static readonly LifetimeUnit Seconds = new(TimeSpan.FromSeconds(1));

    private readonly TimeSpan unit;

    private LifetimeUnit(TimeSpan unit) => this.unit = unit;

    /// <summary>A lifetime in this unit, rounded up.</summary>
    public int Of(TimeSpan lifetime) => (int)Math.Ceiling(lifetime / unit);

    public int? Of(TimeSpan? lifetime) => lifetime is { } set ? Of(set) : null;

    /// <summary>The lifetime to store. One that reads as the same number stays as it is, so that rounding never extends it.</summary>
    public TimeSpan? Changed(TimeSpan? stored, int? number) => Of(stored) == number ? stored : number * unit;
}
