using Tokenhouse.Server.Accounts;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Accounts;

/// <summary>How many wrong passwords of one network are looked at, whatever became of the others.</summary>
[Trait("Category", "Security")]
public sealed class PasswordFailureLimiterTests : IDisposable
{
    private readonly FakeClock clock = new();
    private readonly PasswordHashingPool threads;

    public PasswordFailureLimiterTests() => threads = new(1, yields: false, clock);

    public void Dispose() => threads.Dispose();

    [Fact]
    public async Task Only_a_wrong_password_of_a_stranger_uses_up_a_place()
    {
        for (var i = 0; i < PasswordFailureLimiter.AtOnce + 1; i++)
        {
            await Guess("one", isRight: true);
            await Guess("one", isRight: false, isKnown: true);
            await Should.ThrowAsync<FormatException>(() =>
                threads.Guess<bool>(new("one", "ada"), isKnown: false, () => throw new FormatException(), right => right)
            );
        }
        for (var i = 0; i < PasswordFailureLimiter.AtOnce; i++)
            await Guess("one", isRight: false);
        await Should.ThrowAsync<ServerBusyException>(() => Guess("one", isRight: false));
        await Should.ThrowAsync<ServerBusyException>(() => Guess("one", isRight: true));
        threads.HasRoom(new("one", "ada"), isKnown: false).ShouldBeFalse();
        threads.HasRoom(new("one", "ada"), isKnown: true).ShouldBeTrue();
        await Guess("other", isRight: false);

        clock.Advance(PasswordFailureLimiter.Interval);
        await Guess("one", isRight: false);
        await Should.ThrowAsync<ServerBusyException>(() => Guess("one", isRight: false));
    }

    [Fact]
    public async Task A_password_that_got_no_turn_gives_its_place_back()
    {
        using var end = new ManualResetEventSlim();
        var held = threads.Compute(HashingOrigin.Server, isKnown: true, () => end.Wait(TimeSpan.FromMinutes(1)));
        await Eventually.True(() => Task.FromResult(threads.Waiting == 0));
        var waiting = Enumerable.Range(0, FairQueue<string>.MostOfAccount).Select(_ => Guess("one", isRight: false)).ToList();
        for (var i = 0; i < PasswordFailureLimiter.AtOnce + 1; i++)
            await Should.ThrowAsync<ServerBusyException>(() => Guess("one", isRight: false));
        end.Set();
        await held;
        await Task.WhenAll(waiting);
        for (var i = waiting.Count; i < PasswordFailureLimiter.AtOnce; i++)
            await Guess("one", isRight: false);
        await Should.ThrowAsync<ServerBusyException>(() => Guess("one", isRight: false));
    }

    [Fact]
    public void A_network_has_no_more_places_than_at_once_however_long_it_was_quiet_or_gave_back()
    {
        using var pace = new PasswordFailureLimiter(clock);
        pace.TryTake("one").ShouldBeTrue();
        clock.Advance(TimeSpan.FromDays(1));
        pace.GiveBack("one"); // came back by itself meanwhile
        for (var i = 0; i < PasswordFailureLimiter.AtOnce; i++)
            pace.TryTake("one").ShouldBeTrue();
        pace.TryTake("one").ShouldBeFalse();
        pace.GiveBack("one");
        pace.TryTake("one").ShouldBeTrue();
        pace.TryTake("one").ShouldBeFalse();
    }

    private Task<bool> Guess(string network, bool isRight, string account = "ada") => Guess(network, isRight, isKnown: false, account);

    private Task<bool> Guess(string network, bool isRight, bool isKnown, string account = "ada") =>
        threads.Guess(new(network, account), isKnown, () => isRight, right => right);
}
