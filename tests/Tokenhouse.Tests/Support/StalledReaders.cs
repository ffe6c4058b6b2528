using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Tokenhouse.Tests.Support;

/// <summary>Answers to requests with the header <see cref="Header"/> are not taken, not even the first byte, until they are let go.</summary>
public sealed class StalledReaders : IStartupFilter
{
    public const string Header = "X-Test-Stalled";

    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    /// <summary>How many answers wait for their readers.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Lets those go that wait; the next ones stall again.</summary>
    public void Release()
    {
        var before = Interlocked.Exchange(ref gate, new(TaskCreationOptions.RunContinuationsAsynchronously));
        before.SetResult();
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (http, after) =>
                {
                    if (http.Request.Headers.ContainsKey(Header))
                        http.Response.Body = new Stalled(http.Response.Body, this, http);
                    return after(http);
                }
            );
            next(app);
        };

    private async Task Wait(CancellationToken aborted)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await Volatile.Read(ref gate).Task.WaitAsync(aborted);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private sealed class Stalled(Stream inner, StalledReaders readers, HttpContext http) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await readers.Wait(http.RequestAborted);
            await inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => throw new NotSupportedException();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
