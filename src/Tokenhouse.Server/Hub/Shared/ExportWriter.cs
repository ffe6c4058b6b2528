using System.Buffers;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections.Features;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Writes complete lists as files. Rows are read in pages, and nothing is held while a page is written: no connection, no transaction, no
/// lock. So a slow reader only costs a socket. Pages are generated in turn, so that exports never starve everything
/// else. Only a few exports run at the same time per person and tenant. An export whose reader is too slow, or that takes too long, is aborted.
/// </summary>
public sealed partial class ExportWriter : IDisposable
{
    /// <summary>The number of rows in a page.</summary>
    public const int PageSize = 200;

    /// <summary>The number of bytes in a write.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>The operating system's send buffer for a reader. By default it would take megabytes for each at once, and all of it would be generated.</summary>
    public const int SendBuffer = 64 * 1024;

    /// <summary>How long the reader can take for each write: about 1 KB a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Problem TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "Too many exports at once",
        "You or your colleagues are already downloading several files. Wait until a download finishes, then try again."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    private readonly ExportOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<ExportWriter> log;
    private readonly PartitionedRateLimiter<Caller> running;
    private readonly ConcurrencyLimiter making = new(
        new()
        {
            PermitLimit = MadeAtOnce,
            QueueLimit = int.MaxValue, // never outlives the exports
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    public ExportWriter(ExportOptions options, TimeProvider clock, ILogger<ExportWriter> log)
    {
        (this.options, this.clock, this.log) = (options, clock, log);
        running = PartitionedRateLimiter.CreateChained(
            AtMost(options.PerPerson, caller => caller.Name),
            AtMost(options.PerTenant, caller => caller.Tenant.Slug)
        );
    }

    /// <summary>How many export pages a server generates at the same time, across all tenants. Half the processors stay free for token requests.</summary>
    public static int MadeAtOnce => Math.Max(1, System.Environment.ProcessorCount / 2);

    /// <summary>Writes a list whose sort order determines the next row.</summary>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="file">The file's name and format.</param>
    /// <param name="after">Reads up to <see cref="PageSize"/> rows after a row, or the first ones; an empty page is the end.</param>
    public async Task<Result<NoOutput, Problem>> Write<T>(
        HttpContext http,
        Caller caller,
        ExportFile<T> file,
        Func<T?, Task<Result<List<T>, Problem>>> after
    )
        where T : class
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ExportRoute>() is null)
            throw new InvalidOperationException($"{http.GetEndpoint()?.DisplayName} exports, so its route must use {nameof(ExportRoute)}.");
        if (!file.IsKnown)
            return Problem.Invalid("format", "Use csv or json.");
        using var slot = running.AttemptAcquire(caller);
        if (!slot.IsAcquired)
            return TooMany;
        await using var body = new TimedResponseBody(http, clock, clock.GetUtcNow() + options.Deadline, () => TooSlow(log, file.Name));
        return await Send(http, file, after, body);
    }

    /// <summary>Writes a list whose order may change during the export, or is expensive: all keys are read first.</summary>
    /// <param name="http">The response. If the outcome is a problem, nothing was written.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="file">The file's name and format.</param>
    /// <param name="keys">Reads the keys of all rows, in order.</param>
    /// <param name="rows">Reads the rows of some keys in their order, without deleted ones.</param>
    public Task<Result<NoOutput, Problem>> Write<TKey, T>(
        HttpContext http,
        Caller caller,
        ExportFile<T> file,
        Func<Task<Result<List<TKey>, Problem>>> keys,
        Func<List<TKey>, Task<Result<List<T>, Problem>>> rows
    )
        where T : class
    {
        List<TKey>? all = null;
        var begun = 0;
        return Write<T>(
            http,
            caller,
            file,
            async _ =>
            {
                if (all is null && !(await keys()).Ok(out all, out var problem))
                    return problem;
                List<T>? page = [];
                while (page.Count == 0 && begun < all.Count)
                {
                    var some = all.GetRange(begun, Math.Min(PageSize, all.Count - begun));
                    begun += some.Count;
                    if (!(await rows(some)).Ok(out page, out problem))
                        return problem;
                }
                return page;
            }
        );
    }

    public void Dispose()
    {
        running.Dispose();
        making.Dispose();
    }

    private async Task<Result<NoOutput, Problem>> Send<T>(
        HttpContext http,
        ExportFile<T> file,
        Func<T?, Task<Result<List<T>, Problem>>> after,
        TimedResponseBody body
    )
        where T : class
    {
        http.Features.Get<IConnectionSocketFeature>()?.Socket.SendBufferSize = SendBuffer;
        file.Begin(body.Text);
        T? last = null;
        while (true)
        {
            if (!(await Make(file, after, last, body.Text, http.RequestAborted)).Ok(out var rows, out var problem))
                // If the first page can't be read, the response is an error instead of half a file.
                return last is null
                    ? problem
                    : throw new InvalidOperationException($"An export failed after it had started: {problem.Detail}");
            if (last is null)
                file.Describe(http.Response);
            if (rows.Count == 0)
                break;
            last = rows[^1];
            await body.Flush();
        }
        file.End(body.Text);
        await body.Flush();
        return NoOutput.Done;
    }

    /// <summary>Reads and serialises a page when it is this export's turn. A turn lasts twice as long as that takes.</summary>
    private async Task<Result<List<T>, Problem>> Make<T>(
        ExportFile<T> file,
        Func<T?, Task<Result<List<T>, Problem>>> after,
        T? last,
        IBufferWriter<byte> text,
        CancellationToken aborted
    )
        where T : class
    {
        using var turn = await making.AcquireAsync(permitCount: 1, aborted);
        var begun = clock.GetTimestamp();
        var page = await after(last);
        if (page.Ok(out var rows, out _))
            file.Write(text, rows, isFirst: last is null);
        await Task.Delay(clock.GetElapsedTime(begun), clock, aborted);
        return page;
    }

    private static PartitionedRateLimiter<Caller> AtMost(int most, Func<Caller, string> whose) =>
        PartitionedRateLimiter.Create<Caller, string>(caller =>
            RateLimitPartition.GetConcurrencyLimiter(whose(caller), _ => new() { PermitLimit = most })
        );

    [LoggerMessage(Level = LogLevel.Information, Message = "The export {Name} was aborted: its reader was too slow, or it took too long.")]
    private static partial void TooSlow(ILogger log, string name);
}
