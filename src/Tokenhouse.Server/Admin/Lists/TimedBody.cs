using System.Buffers;

namespace Tokenhouse.Server.Admin.Lists;

/// <summary>
/// The body of a long answer, written in parts. When the reader does not take a part in time, or all of it takes too long, the connection is
/// aborted. Kestrel's own rate does not say that: it counts what the system's buffer took.
/// </summary>
/// <param name="http">Whose body it is.</param>
/// <param name="clock">The time.</param>
/// <param name="endsAt">When all of it must be written.</param>
/// <param name="aborted">Told when the connection is aborted.</param>
internal sealed class TimedBody(HttpContext http, TimeProvider clock, DateTimeOffset endsAt, Action aborted) : IAsyncDisposable
{
    private readonly ITimer timer = clock.CreateTimer(_ => Abort(http, aborted), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>What is to be written next.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new(Exports.Chunk);

    /// <summary>Writes it; returns when the reader has taken it, as far as the system's buffers tell.</summary>
    public async Task Flush()
    {
        for (var from = 0; from < Text.WrittenCount; from += Exports.Chunk)
            await Write(Text.WrittenMemory[from..Math.Min(from + Exports.Chunk, Text.WrittenCount)]);
        Text.ResetWrittenCount();
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private async Task Write(ReadOnlyMemory<byte> part)
    {
        var left = endsAt - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            Abort(http, aborted);
        http.RequestAborted.ThrowIfCancellationRequested();
        timer.Change(left < Exports.Patience ? left : Exports.Patience, Timeout.InfiniteTimeSpan);
        await http.Response.Body.WriteAsync(part, http.RequestAborted);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        http.RequestAborted.ThrowIfCancellationRequested(); // a write to a connection that is gone may end without a word
    }

    private static void Abort(HttpContext http, Action aborted)
    {
        aborted();
        http.Abort();
    }
}
