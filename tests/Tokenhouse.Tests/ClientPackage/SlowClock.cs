namespace Tokenhouse.Tests.ClientPackage;

/// <summary>
/// The machine's clock since a moment, at a twentieth of its speed: what a program decides by the time doesn't depend on how long the machine takes to start it.
/// </summary>
public sealed class SlowClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Start { get; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + (System.GetUtcNow() - Start) / 20;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;
}
