using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>A client's recent activity: the tokens of the last day on which it got any, and its last calls.</summary>
internal sealed class RecordedActivity
{
    /// <summary>How far back from the last token the usage is examined.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(2);

    /// <summary>How many calls are examined, tokens and refusals together.</summary>
    public const int Calls = 20;

    private RecordedActivity(List<Usage> usages, List<Refusal> refusals)
    {
        (Usages, Last) = (usages, usages.Select(usage => (DateTimeOffset?)usage.Minute).Max());
        (Seen, Refused) = Count(usages, refusals);
    }

    /// <summary>Tokens by minute and dialect.</summary>
    public IReadOnlyList<Usage> Usages { get; }

    /// <summary>The minute of the last token.</summary>
    public DateTimeOffset? Last { get; }

    /// <summary>How many calls there were, up to that number.</summary>
    public long Seen { get; }

    /// <summary>How many of them were refused.</summary>
    public long Refused { get; }

    public static async Task<RecordedActivity> Of(Db db, Client client, IReadOnlyList<Dialect> dialects)
    {
        var usages = new List<Usage>();
        foreach (var dialect in dialects)
            usages.AddRange(await Recent(db, client, dialect.Name));
        usages = [.. usages.OrderByDescending(usage => usage.Minute)];
        return new(usages, await Refusals(db, client, Since(usages)));
    }

    /// <summary>One dialect at a time, like the table's index, so that the table's size doesn't matter.</summary>
    private static async Task<List<Usage>> Recent(Db db, Client client, string dialect)
    {
        var rows = db.Usages.Where(row =>
            row.TenantId == client.TenantId && row.Environment == client.Environment && row.ClientId == client.Id && row.Dialect == dialect
        );
        if (await rows.MaxAsync(row => (DateTimeOffset?)row.Minute) is not { } last)
            return [];
        var day = new DateTimeOffset(last.UtcDateTime.Date, TimeSpan.Zero);
        var from = day < last - Window ? day : last - Window;
        var recent = await rows.Where(row => row.Minute >= from).OrderByDescending(row => row.Minute).ToListAsync();
        if (recent.Count < Calls)
            recent.AddRange(await rows.Where(row => row.Minute < from).OrderByDescending(row => row.Minute).Take(Calls).ToListAsync());
        return recent;
    }

    // A refusal older than that many tokens isn't among the last calls.
    private static DateTimeOffset Since(List<Usage> usages)
    {
        long seen = 0;
        foreach (var usage in usages)
            if ((seen += usage.Issued) >= Calls)
                return usage.Minute;
        return DateTimeOffset.UnixEpoch;
    }

    private static Task<List<Refusal>> Refusals(Db db, Client client, DateTimeOffset since) =>
        db
            .Refusals.Where(row => row.TenantId == client.TenantId && row.Environment == client.Environment)
            .Where(row => row.At >= since && row.ClientId == client.Id && row.IsProved) // anyone may have caused the others
            .Where(row => !Refusal.Notes.Contains(row.Kind))
            .OrderByDescending(row => row.At)
            .Take(Calls)
            .ToListAsync();

    // Tokens are counted by minute. Those in the minute of a refusal count as before it, so that a recent refusal is never hidden.
    private static (long Seen, long Refused) Count(List<Usage> usages, List<Refusal> refusals)
    {
        var calls = usages
            .Select(usage => (At: usage.Minute, Count: usage.Issued, IsRefusal: false))
            .Concat(refusals.Select(refusal => (refusal.At, refusal.Count, IsRefusal: true)))
            .OrderByDescending(call => call.At)
            .ThenByDescending(call => call.IsRefusal);
        var (seen, refused) = (0L, 0L);
        foreach (var (_, count, isRefusal) in calls)
        {
            var taken = Math.Min(count, Calls - seen);
            (seen, refused) = (seen + taken, refused + (isRefusal ? taken : 0));
        }
        return (seen, refused);
    }
}
