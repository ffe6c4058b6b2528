using System.Buffers;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections.Features;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Lists;

/// <summary>
/// Writes whole lists as files. Rows are read a page at a time, and nothing is held while a page is written: no connection, no transaction, no
/// lock. A reader who is slow therefore costs one socket. Pages are made in turn, so that exports never take the processors from everything
/// else. Few exports run at a time for a person and for a tenant; one whose reader takes too little, or that takes too long, is aborted.
/// </summary>
public sealed partial class Exports : IDisposable
{
    /// <summary>How many rows are read at a time.</summary>
    public const int PageSize = 200;

    /// <summary>How many bytes are written at a time.</summary>
    public const int Chunk = 32 * 1024;

    /// <summary>How many bytes the system keeps for a reader. Left to itself, it would take megabytes for each at once, and all would be made.</summary>
    public const int SendBuffer = 64 * 1024;

    /// <summary>How long the reader may take for each of them: about 1 KB a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Problem TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "Too many exports at once",
        "You or your colleagues are downloading several files already. Wait until one of them is finished, then try again."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    private readonly ExportOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Exports> log;
    private readonly PartitionedRateLimiter<Actor> running;
    private readonly ConcurrencyLimiter making = new(
        new()
        {
            PermitLimit = MadeAtOnce,
            QueueLimit = int.MaxValue, // never longer than exports run
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    public Exports(ExportOptions options, TimeProvider clock, ILogger<Exports> log)
    {
        (this.options, this.clock, this.log) = (options, clock, log);
        running = PartitionedRateLimiter.CreateChained(
            AtMost(options.PerPerson, actor => actor.Name),
            AtMost(options.PerTenant, actor => actor.Tenant.Slug)
        );
    }

    /// <summary>How many pages of exports a server prepares at a time, over all tenants. Half the processors stay free for token requests.</summary>
    public static int MadeAtOnce => Math.Max(1, System.Environment.ProcessorCount / 2);

    /// <summary>Writes a list whose order says what follows a row.</summary>
    /// <param name="http">Where to. When the outcome is a problem, nothing was written.</param>
    /// <param name="actor">For whom.</param>
    /// <param name="file">What it is called and looks like.</param>
    /// <param name="after">Reads up to <see cref="PageSize"/> rows after one, or the first; an empty page is the end.</param>
    public async Task<Result<Completion, Problem>> Write<T>(
        HttpContext http,
        Actor actor,
        ExportFile<T> file,
        Func<T?, Task<Result<List<T>, Problem>>> after
    )
        where T : class
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ExportRoute>() is null)
            throw new InvalidOperationException(
                $"{http.GetEndpoint()?.DisplayName} exports: its route must say so with {nameof(ExportRoute)}."
            );
        if (!file.IsKnown)
            return Problem.Invalid("format", "Write csv or json.");
        using var slot = running.AttemptAcquire(actor);
        if (!slot.IsAcquired)
            return TooMany;
        await using var body = new TimedBody(http, clock, clock.GetUtcNow() + options.Deadline, () => TooSlow(log, file.Name));
        return await Send(http, file, after, body);
    }

    /// <summary>Writes a list whose order may change while it is read, or is made of too much: its keys are read first, at once.</summary>
    /// <param name="http">Where to. When the outcome is a problem, nothing was written.</param>
    /// <param name="actor">For whom.</param>
    /// <param name="file">What it is called and looks like.</param>
    /// <param name="keys">Reads the keys of all rows, in order.</param>
    /// <param name="rows">Reads the rows of some keys, in their order; those that are gone are left out.</param>
    public Task<Result<Completion, Problem>> Write<TKey, T>(
        HttpContext http,
        Actor actor,
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
            actor,
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

    private async Task<Result<Completion, Problem>> Send<T>(
        HttpContext http,
        ExportFile<T> file,
        Func<T?, Task<Result<List<T>, Problem>>> after,
        TimedBody body
    )
        where T : class
    {
        http.Features.Get<IConnectionSocketFeature>()?.Socket.SendBufferSize = SendBuffer;
        file.Begin(body.Text);
        T? last = null;
        while (true)
        {
            if (!(await Make(file, after, last, body.Text, http.RequestAborted)).Ok(out var rows, out var problem))
                // What cannot be read is answered as that, and not by half a file.
                return last is null
                    ? problem
                    : throw new InvalidOperationException($"An export that had begun could not go on: {problem.Detail}");
            if (last is null)
                file.Describe(http.Response);
            if (rows.Count == 0)
                break;
            last = rows[^1];
            await body.Flush();
        }
        file.End(body.Text);
        await body.Flush();
        return Completion.Done;
    }

    /// <summary>Reads a page and spells it, when it is this export's turn. The turn lasts twice as long as that takes.</summary>
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

    private static PartitionedRateLimiter<Actor> AtMost(int most, Func<Actor, string> whose) =>
        PartitionedRateLimiter.Create<Actor, string>(actor =>
            RateLimitPartition.GetConcurrencyLimiter(whose(actor), _ => new() { PermitLimit = most })
        );

    [LoggerMessage(Level = LogLevel.Information, Message = "The export {Name} was aborted: its reader is too slow, or it takes too long.")]
    private static partial void TooSlow(ILogger log, string name);
}
