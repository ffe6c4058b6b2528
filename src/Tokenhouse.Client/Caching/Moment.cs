using System.Runtime.InteropServices;

namespace Tokenhouse.Client.Caching;

/// <summary>
/// A point in time on both clocks: the one that people set, and the one that only counts up. The first can jump, and the second can stop while a machine
/// sleeps, so the longer of both is the age.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(DateTimeOffset At, long Timestamp)
{
    public static Moment Now(TimeProvider clock) => new(clock.GetUtcNow(), clock.GetTimestamp());

    public TimeSpan Age(TimeProvider clock)
    {
        var (wall, counted) = (clock.GetUtcNow() - At, clock.GetElapsedTime(Timestamp));
        return wall > counted ? wall : counted;
    }
}
