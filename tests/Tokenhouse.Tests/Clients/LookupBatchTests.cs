using Tokenhouse.Server.Clients;

namespace Tokenhouse.Tests.Clients;

/// <summary>Many keys, one query at a time.</summary>
public sealed class LookupBatchTests
{
    private readonly List<TaskCompletionSource> gates = [];
    private readonly List<IReadOnlyList<string>> asked = [];
    private readonly LookupBatch<string, string> batch;

    public LookupBatchTests() => batch = new(Load);

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_is_asked_during_a_query_shares_the_next_one()
    {
        var first = batch.Find("a");
        await Begun(1);
        var others = Enumerable.Range(0, 50).Select(i => batch.Find($"made up {i % 25}")).ToList();
        var real = batch.Find("b");
        asked.Select(keys => keys.Count).ShouldBe([1]);
        gates[0].SetResult();
        (await first).ShouldBe("value of a");
        await Begun(2);
        gates[1].SetResult();
        (await Task.WhenAll(others)).ShouldAllBe(value => value == null);
        (await real).ShouldBe("value of b");
        asked.Select(keys => keys.Count).ShouldBe([1, 26]);
    }

    [Fact]
    public async Task What_is_asked_while_the_same_key_is_on_its_way_is_read_again()
    {
        var before = batch.Find("a");
        await Begun(1);
        var after = batch.Find("a"); // it may have changed in between
        gates[0].SetResult();
        await before;
        await Begun(2);
        gates[1].SetResult();
        (await after).ShouldBe("value of a");
        asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_query_takes_a_bounded_number_and_one_that_fails_ends_only_its_own()
    {
        var first = batch.Find("a");
        await Begun(1);
        var others = Enumerable.Range(0, LookupBatch<string, string>.Most + 1).Select(i => batch.Find($"b{i}")).ToList();
        gates[0].SetException(new IOException());
        await Should.ThrowAsync<IOException>(() => first);
        await Begun(2);
        gates[1].SetResult();
        await Begun(3);
        gates[2].SetResult();
        (await Task.WhenAll(others)).ShouldAllBe(value => value!.StartsWith("value of b", StringComparison.Ordinal));
        asked.Select(keys => keys.Count).ShouldBe([1, LookupBatch<string, string>.Most, 1]);
    }

    private Task Begun(int queries) => Tokenhouse.Tests.Support.Eventually.True(() => Task.FromResult(gates.Count == queries));

    private async Task<IReadOnlyDictionary<string, string>> Load(IReadOnlyList<string> keys)
    {
        asked.Add(keys);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gates.Add(gate);
        await gate.Task;
        return keys.Where(key => key[0] is 'a' or 'b').ToDictionary(key => key, key => $"value of {key}");
    }
}
