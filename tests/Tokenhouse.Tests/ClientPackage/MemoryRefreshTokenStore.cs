extern alias client;

using System.Collections.Concurrent;
using client::Tokenhouse.Client;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>A store as an integrator writes one, which can fail at any step. What it keeps outlives the program, as a database does.</summary>
public sealed class MemoryRefreshTokenStore : RefreshTokenStore, IDisposable
{
    private readonly SemaphoreSlim held = new(1);

    public ConcurrentDictionary<string, string> Rows { get; } = new();

    /// <summary>Called before each write with its number; throws where the process dies.</summary>
    public Action<int> BeforeWrite { get; set; } = _ => { };

    public int Writes { get; private set; }

    public override async Task<IAsyncDisposable> LockAsync(string key, CancellationToken cancellationToken)
    {
        await held.WaitAsync(cancellationToken);
        return new Lock(held);
    }

    public override Task<string?> ReadAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.GetValueOrDefault(key));

    public override Task WriteAsync(string key, string value, CancellationToken cancellationToken)
    {
        BeforeWrite(++Writes);
        Rows[key] = value;
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Rows.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public void Dispose() => held.Dispose();

    private sealed class Lock(SemaphoreSlim held) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.Release();
            return ValueTask.CompletedTask;
        }
    }
}
