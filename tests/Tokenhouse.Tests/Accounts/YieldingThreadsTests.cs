using Tokenhouse.Server.Accounts;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Accounts;

/// <summary>Threads that let everything else run first still answer when everything else never ends.</summary>
public sealed class YieldingThreadsTests
{
    [Fact]
    public async Task What_the_first_thread_cannot_finish_the_second_one_computes_and_then_takes_what_waits()
    {
        using var threads = new PasswordHashingPool(1, yields: true, new FakeClock());
        using var end = new ManualResetEventSlim();
        var times = 0;
        var stuck = threads.Compute(
            HashingOrigin.Server,
            isKnown: true,
            () =>
            {
                var time = Interlocked.Increment(ref times);
                if (time == 1)
                    end.Wait(); // as if it had no processor
                return time;
            }
        );
        try
        {
            (await stuck).ShouldBe(2);
            (await threads.Compute(new("one", "ada"), isKnown: false, () => "next")).ShouldBe("next");
        }
        finally
        {
            end.Set();
        }
        (await threads.Compute(new("one", "ada"), isKnown: false, () => "again")).ShouldBe("again");
        times.ShouldBe(2);
    }

    [Fact]
    public async Task An_exception_reaches_the_one_who_waits()
    {
        using var threads = new PasswordHashingPool(1, yields: true, new FakeClock());
        await Should.ThrowAsync<FormatException>(() =>
            threads.Compute<bool>(HashingOrigin.Server, isKnown: true, () => throw new FormatException())
        );
        (await threads.Compute(HashingOrigin.Server, isKnown: true, () => true)).ShouldBeTrue();
    }
}
