using System.Diagnostics;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// Waits for what other threads are about to do. The fake clock decides when something may happen; this only gives the
/// machine the time to do it, however slow it is.
/// </summary>
public static class Eventually
{
    /// <summary>After it something hangs: no machine that is only slow takes as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task True(Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException("What the test waits for did not happen.");
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>
    /// The same, for conditions that need the clock to move. The clock moves one step, and another step only after a second of real time without success.
    /// If it moved faster than background work, the server would report itself as outdated.
    /// </summary>
    public static Task True(FakeClock clock, TimeSpan step, Func<Task<bool>> condition)
    {
        long? moved = null;
        return True(() =>
        {
            if (moved is not { } at || Stopwatch.GetElapsedTime(at) > TimeSpan.FromSeconds(1))
            {
                moved = Stopwatch.GetTimestamp();
                clock.Advance(step);
            }
            return condition();
        });
    }
}
