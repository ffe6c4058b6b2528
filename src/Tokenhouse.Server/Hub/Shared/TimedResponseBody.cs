using System.Buffers;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// The body of a long response, written in parts. If the reader doesn't accept a part in time, or the whole takes too long, the connection is
/// aborted. Kestrel's own rate doesn't detect this, because it counts what the system's buffer accepted.
/// </summary>
/// <param name="http">The response.</param>
/// <param name="clock">The time.</param>
/// <param name="endsAt">The deadline of the whole body.</param>
/// <param name="aborted">Called when the connection is aborted.</param>
internal sealed class TimedResponseBody(HttpContext http, TimeProvider clock, DateTimeOffset endsAt, Action aborted) : IAsyncDisposable
{
    private readonly ITimer timer = clock.CreateTimer(_ => Abort(http, aborted), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The buffer for the next part.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new(ExportWriter.Chunk);

    /// <summary>Writes it. Returns when the reader has accepted it, as far as the system's buffers show.</summary>
    public async Task Flush()
    {
        for (var from = 0; from < Text.WrittenCount; from += ExportWriter.Chunk)
            await Write(Text.WrittenMemory[from..Math.Min(from + ExportWriter.Chunk, Text.WrittenCount)]);
        Text.ResetWrittenCount();
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private async Task Write(ReadOnlyMemory<byte> part)
    {
        var left = endsAt - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            Abort(http, aborted);
        http.RequestAborted.ThrowIfCancellationRequested();
        timer.Change(left < ExportWriter.Patience ? left : ExportWriter.Patience, Timeout.InfiniteTimeSpan);
        await http.Response.Body.WriteAsync(part, http.RequestAborted);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        http.RequestAborted.ThrowIfCancellationRequested(); // a write to a closed connection may end without an exception
    }

    private static void Abort(HttpContext http, Action aborted)
    {
        aborted();
        http.Abort();
    }
}
