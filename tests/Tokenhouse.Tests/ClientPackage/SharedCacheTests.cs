extern alias client;

using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Several processes share their tokens through a distributed cache, which sees them sealed only.</summary>
public sealed class SharedCacheTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private readonly EphemeralDataProtectionProvider keys = new();
    private readonly RecordingCache cache = new();
    private ScriptedAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await ScriptedAuthority.Start();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task Processes_share_a_token_and_its_renewal()
    {
        await using var one = Process();
        await using var other = Process();
        (await one.TokenValue()).ShouldBe("token-1");
        (await other.TokenValue()).ShouldBe("token-1");
        clock.Advance(TimeSpan.FromSeconds(296));
        (await one.TokenValue()).ShouldBe("token-2");
        (await other.TokenValue()).ShouldBe("token-2");
        authority.Requests.ShouldBe(2);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_cache_sees_neither_tokens_nor_client_ids_and_entries_cannot_be_exchanged()
    {
        await using var one = Process();
        await one.TokenValue();
        await one.TokenValue(new() { Scopes = ["a"] });
        foreach (var (key, value) in cache.Rows)
            $"{key}{Encoding.Latin1.GetString(value)}".ShouldNotMatch("token-|hr-client|secret");
        var (first, last) = (cache.Rows.Keys.First(), cache.Rows.Keys.Last());
        (cache.Rows[first], cache.Rows[last]) = (cache.Rows[last], cache.Rows[first]);
        await using var other = Process();
        (await other.TokenValue()).ShouldBe("token-3");
        other.Logs.Text.ShouldContain("The distributed cache can't be used for the token of 'hr'");
    }

    [Fact]
    public async Task A_cache_that_fails_is_done_without()
    {
        cache.IsAway = true;
        await using var one = Process();
        (await one.TokenValue()).ShouldBe("token-1");
        (await one.TokenValue()).ShouldBe("token-1");
    }

    [Fact]
    public async Task A_missing_cache_is_named()
    {
        await using var program = new Program(authority.Origin, options => options.UseDistributedCache = true);
        (await Should.ThrowAsync<InvalidOperationException>(() => program.Token())).Message.ShouldBe(
            "The Tokenhouse client 'hr' has UseDistributedCache, but no IDistributedCache is registered. Register one, such as AddStackExchangeRedisCache."
        );
    }

    private Program Process() =>
        new(
            authority.Origin,
            options => options.UseDistributedCache = true,
            client => client.Services.AddSingleton<IDistributedCache>(cache),
            clock,
            keys
        );

    /// <summary>A cache whose rows a test reads and exchanges.</summary>
    private sealed class RecordingCache : IDistributedCache
    {
        public Dictionary<string, byte[]> Rows { get; } = [];

        public bool IsAway { get; set; }

        public byte[]? Get(string key) => IsAway ? throw new TimeoutException("The cache doesn't answer.") : Rows.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        {
            if (IsAway)
                throw new TimeoutException("The cache doesn't answer.");
            Rows[key] = value;
        }

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key) { }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => Rows.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }
}
