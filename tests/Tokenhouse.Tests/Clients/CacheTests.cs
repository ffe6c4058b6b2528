using Tokenhouse.Server.Clients;

namespace Tokenhouse.Tests.Clients;

public sealed class CacheTests
{
    [Fact]
    public async Task What_was_loaded_is_not_loaded_again_until_it_is_forgotten()
    {
        var loads = 0;
        using var cache = new Cache<string, string>("test", 10, key => Task.FromResult<string?>($"{key}{++loads}"));
        (await cache.Find("a")).ShouldBe("a1");
        (await cache.Find("a")).ShouldBe("a1");
        cache.Forget("a");
        (await cache.Find("a")).ShouldBe("a2");
        cache.ForgetAll();
        (await cache.Find("a")).ShouldBe("a3");
    }

    [Fact]
    public async Task What_does_not_exist_is_remembered_too()
    {
        var loads = 0;
        using var cache = new Cache<string, string>(
            "test",
            10,
            _ =>
            {
                loads++;
                return Task.FromResult<string?>(null);
            }
        );
        (await cache.Find("a")).ShouldBeNull();
        (await cache.Find("a")).ShouldBeNull();
        loads.ShouldBe(1);
        cache.Forget("a");
        (await cache.Find("a")).ShouldBeNull();
        loads.ShouldBe(2);
    }

    [Fact]
    public async Task Concurrent_readers_of_a_key_share_one_load()
    {
        var (loads, answer) = (0, new TaskCompletionSource<string?>());
        using var cache = new Cache<string, string>(
            "test",
            10,
            _ =>
            {
                Interlocked.Increment(ref loads);
                return answer.Task;
            }
        );
        var readers = Enumerable.Range(0, 20).Select(_ => cache.Find("a").AsTask()).ToList();
        answer.SetResult("x");
        (await Task.WhenAll(readers)).ShouldAllBe(value => value == "x");
        loads.ShouldBe(1);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_answer_that_was_on_its_way_while_its_key_was_forgotten_is_not_kept()
    {
        var (loads, old) = (0, new TaskCompletionSource<string?>());
        using var cache = new Cache<string, string>("test", 10, _ => ++loads == 1 ? old.Task : Task.FromResult<string?>("new"));
        var reader = cache.Find("a").AsTask();
        cache.Forget("a");
        (await cache.Find("a")).ShouldBe("new");
        old.SetResult("old");
        (await reader).ShouldBe("old");
        (await cache.Find("a")).ShouldBe("new");
    }

    [Fact]
    public async Task A_load_that_failed_is_tried_again()
    {
        var loads = 0;
        using var cache = new Cache<string, string>(
            "test",
            10,
            _ => ++loads == 1 ? throw new IOException() : Task.FromResult<string?>("x")
        );
        await Should.ThrowAsync<IOException>(async () => await cache.Find("a"));
        (await cache.Find("a")).ShouldBe("x");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Made_up_keys_push_out_no_real_ones()
    {
        var loads = 0;
        using var cache = new Cache<string, string>(
            "test",
            20,
            key =>
            {
                loads++;
                return Task.FromResult(key.StartsWith("real", StringComparison.Ordinal) ? key : null);
            }
        );
        for (var i = 0; i < 10; i++)
            await cache.Find($"real{i}");
        for (var i = 0; i < 1_000; i++)
            await cache.Find($"junk{i}");
        loads = 0;
        for (var i = 0; i < 10; i++)
            await cache.Find($"real{i}");
        loads.ShouldBe(0);
    }
}
