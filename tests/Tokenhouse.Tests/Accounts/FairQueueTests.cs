using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Tests.Accounts;

/// <summary>Whose password is hashed next, and who loses a place when too many wait.</summary>
[Trait("Category", "Security")]
public sealed class FairQueueTests
{
    private readonly FairQueue<string> queue = new();

    [Fact]
    public void A_network_that_sends_much_waits_for_itself()
    {
        for (var i = 0; i < 20; i++)
            Add("flood", $"account {i}");
        Add("honest", "ada").ShouldBeTrue();
        queue.Count.ShouldBe(FairQueue<string>.MostOfNetwork + 1);
        queue.TryTake(out var first).ShouldBeTrue();
        queue.TryTake(out var second).ShouldBeTrue();
        (first, second).ShouldBe(("flood account 0", "honest ada"));
        queue.TryTake(out var third).ShouldBeTrue();
        third.ShouldBe("flood account 1");
    }

    [Fact]
    public void An_account_takes_no_more_than_its_places_in_its_network_and_none_elsewhere()
    {
        for (var i = 0; i < FairQueue<string>.MostOfAccount; i++)
            Add("one", "ada").ShouldBeTrue();
        Add("one", "ada").ShouldBeFalse();
        Add("one", "bob").ShouldBeTrue();
        Add("other", "ada").ShouldBeTrue();
    }

    [Fact]
    public void When_it_is_full_the_network_with_the_most_places_loses_its_newest()
    {
        for (var network = 0; network < FairQueue<string>.Most / FairQueue<string>.MostOfNetwork; network++)
        for (var i = 0; i < FairQueue<string>.MostOfNetwork; i++)
            Add($"flood {network}", $"account {i}").ShouldBeTrue();
        queue.TryAdd(new("honest", "ada"), "honest ada", out var dropped).ShouldBeTrue();
        dropped.ShouldBe("flood 0 account 7");
        queue.Count.ShouldBe(FairQueue<string>.Most);
    }

    [Fact]
    public void When_it_is_full_of_networks_with_one_place_each_none_loses_its_place()
    {
        for (var network = 0; network < FairQueue<string>.Most; network++)
            Add($"flood {network}", "account").ShouldBeTrue();
        Add("honest", "ada").ShouldBeFalse();
        queue.HasRoom(new("honest", "ada")).ShouldBeFalse();
        queue.TryTake(out _).ShouldBeTrue();
        Add("honest", "ada").ShouldBeTrue();
    }

    [Fact]
    public void What_was_taken_out_leaves_its_place_and_keeps_no_turn()
    {
        const string Ada = "one ada";
        queue.TryAdd(new("one", "ada"), Ada, out _).ShouldBeTrue();
        Add("two", "bob");
        queue.Remove(Ada).ShouldBeTrue();
        queue.Remove(Ada).ShouldBeFalse();
        queue.TryTake(out var next).ShouldBeTrue();
        next.ShouldBe("two bob");
        queue.TryTake(out _).ShouldBeFalse();
        queue.Count.ShouldBe(0);
    }

    private bool Add(string network, string account) => queue.TryAdd(new(network, account), $"{network} {account}", out _);
}
