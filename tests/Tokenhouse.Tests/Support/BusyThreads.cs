using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Tests.Support;

/// <summary>Keeps the threads of a house that hash passwords busy until it is disposed of.</summary>
public sealed class BusyThreads : IAsyncDisposable
{
    private readonly ManualResetEventSlim end = new();
    private readonly List<Task<bool>> held = [];
    private readonly PasswordHashingPool threads;

    private BusyThreads(PasswordHashingPool threads) => this.threads = threads;

    /// <summary>How many wait.</summary>
    public int Waiting => threads.Waiting;

    /// <summary>Holds every thread.</summary>
    public static async Task<BusyThreads> Hold(TestServer server)
    {
        var busy = new BusyThreads(server.Services("dc3").GetRequiredService<PasswordHashingPool>());
        for (var i = 0; i < PasswordHashingPool.Default; i++)
            busy.held.Add(busy.threads.Compute(HashingOrigin.Server, isKnown: true, busy.Wait));
        await Eventually.True(() => Task.FromResult(busy.Waiting == 0));
        return busy;
    }

    /// <summary>Takes every place of both queues, each for a network of its own.</summary>
    public void Fill()
    {
        foreach (var isKnown in (bool[])[true, false])
            for (var i = 0; i < FairQueue<string>.Most; i++)
                held.Add(threads.Compute(new(i.ToString(CultureInfo.InvariantCulture), "filling"), isKnown, Wait));
    }

    /// <summary>Lets the threads go on.</summary>
    public void Release() => end.Set();

    public async ValueTask DisposeAsync()
    {
        Release();
        foreach (var work in held)
            try
            {
                await work;
            }
            catch (ServerBusyException) { } // its wait was over first
        end.Dispose();
    }

    private bool Wait()
    {
        end.Wait();
        return true;
    }
}
