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

    [Fact]
    [Trait("Category", "Security")]
    public async Task Of_made_up_keys_next_to_none_is_asked_for_where_all_keys_can_be_listed()
    {
        var loads = 0;
        using var cache = Listing(
            () => ["a", "b"],
            key =>
            {
                loads++;
                return key is "a" or "b" ? key : null;
            }
        );
        for (var i = 0; i < 1_000; i++)
            (await cache.Find($"junk{i}")).ShouldBeNull();
        loads.ShouldBeLessThan(5);
        (await cache.Find("a")).ShouldBe("a");
        (await cache.Find("b")).ShouldBe("b");
    }

    [Fact]
    public async Task A_key_that_is_new_is_found_as_soon_as_it_is_told()
    {
        var keys = new List<string> { "a" };
        using var cache = Listing(() => keys, key => keys.Contains(key) ? key : null);
        (await cache.Find("new")).ShouldBeNull();
        keys.Add("new");
        cache.Forget("new");
        (await cache.Find("new")).ShouldBe("new");
        keys.Add("newer");
        cache.ForgetAll();
        (await cache.Find("newer")).ShouldBe("newer");
    }

    [Fact]
    public async Task A_key_that_is_told_while_the_keys_are_listed_is_found()
    {
        var listed = new TaskCompletionSource();
        using var cache = new Cache<string, string>("test", 10, key => Task.FromResult<string?>(key), Slowly);
        var first = cache.Find("other").AsTask();
        cache.Forget("new"); // committed after the list was read
        listed.SetResult();
        (await first).ShouldBeNull();
        (await cache.Find("new")).ShouldBe("new");

        async IAsyncEnumerable<string> Slowly()
        {
            await listed.Task;
            yield return "a";
        }
    }

    [Fact]
    public async Task A_list_that_failed_is_read_again()
    {
        var tries = 0;
        using var cache = Listing(() => ++tries == 1 ? throw new IOException() : ["a"], key => key);
        await Should.ThrowAsync<IOException>(async () => await cache.Find("a"));
        (await cache.Find("a")).ShouldBe("a");
    }

    private static Cache<string, string> Listing(Func<IReadOnlyList<string>> all, Func<string, string?> load) =>
        new("test", 10, key => Task.FromResult(load(key)), () => all().ToAsyncEnumerable());
}
