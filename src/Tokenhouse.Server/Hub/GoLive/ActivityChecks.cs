using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>Checklist items based on a UAT credential's recorded calls.</summary>
internal static class ActivityChecks
{
    /// <summary>How many tokens are allowed per lifetime: one is enough, a second allows for a restart or another instance.</summary>
    private const int TokensOfLifetime = 2;

    public static ChecklistItem Token(RecordedActivity recordedActivity, DateTimeOffset now)
    {
        const string title = "A token was obtained in UAT";
        if (recordedActivity.Last is not { } last)
            return new(ChecklistItem.Token, title, ChecklistItem.ToDo, "No token yet. Get one with the UAT credential.");
        var day = recordedActivity.Usages.Where(usage => usage.Minute.UtcDateTime.Date == last.UtcDateTime.Date).Sum(usage => usage.Issued);
        return new(
            ChecklistItem.Token,
            title,
            ChecklistItem.Done,
            $"{Counted(day, "token")} on {last.ToUniversalTime().ToString("d MMMM", CultureInfo.InvariantCulture)}, most recently {Ago(now - last)}."
        );
    }

    /// <summary>
    /// Whether tokens are reused until they expire. In the examined time, each lifetime with any token needs one; twice as
    /// many are fine. Null if it can't be determined, because each person has their own tokens.
    /// </summary>
    /// <param name="client">The credential.</param>
    /// <param name="recordedActivity">What was recorded of it.</param>
    /// <param name="ends">The lifetime of each dialect's access tokens.</param>
    public static ChecklistItem? Reuse(Client client, RecordedActivity recordedActivity, IReadOnlyDictionary<string, TimeSpan> ends)
    {
        const string title = "Tokens are reused, not requested for each call";
        if (client.Kind.MayActForPeople())
            return null;
        var open = client.Kind is ClientKind.AppKey ? ChecklistItem.Advice : ChecklistItem.ToDo;
        if (recordedActivity.Last is not { } last)
            return new(ChecklistItem.Reuse, title, open, "No token yet.");
        var recent = recordedActivity.Usages.Where(usage => usage.Minute >= last - RecordedActivity.Window).ToList();
        var (issued, lifetimes) = (recent.Sum(usage => usage.Issued), Lifetimes(recent, ends));
        var evidence = $"{Counted(issued, "token")} in the two hours before the last one, within {Counted(lifetimes, "token lifetime")}";
        return issued <= TokensOfLifetime * lifetimes
            ? new(ChecklistItem.Reuse, title, ChecklistItem.Done, evidence + ".")
            : new(
                ChecklistItem.Reuse,
                title,
                open,
                $"{evidence}: {Counted(lifetimes, "token")} would be enough, {TokensOfLifetime * lifetimes} are fine. Keep a token until shortly before it expires."
            );
    }

    public static ChecklistItem Refusals(RecordedActivity recordedActivity)
    {
        const string title = "No refusals in the last 20 calls";
        if (recordedActivity.Seen == 0)
            return new(ChecklistItem.Refusals, title, ChecklistItem.ToDo, "No calls yet.");
        var calls =
            recordedActivity.Seen < RecordedActivity.Calls
                ? $"the {Counted(recordedActivity.Seen, "call")} so far"
                : $"the last {RecordedActivity.Calls} calls";
        return recordedActivity.Refused == 0
            ? new(ChecklistItem.Refusals, title, ChecklistItem.Done, $"No refusals in {calls}.")
            : new(
                ChecklistItem.Refusals,
                title,
                ChecklistItem.ToDo,
                $"{Counted(recordedActivity.Refused, "refusal")} in {calls}. See the log for the reasons."
            );
    }

    /// <summary>The number of different lifetimes with tokens, by clock time, per dialect.</summary>
    private static long Lifetimes(List<Usage> usages, IReadOnlyDictionary<string, TimeSpan> ends) =>
        usages
            .Select(usage => (usage.Dialect, usage.Minute.ToUnixTimeSeconds() / (long)ends[usage.Dialect].TotalSeconds))
            .Distinct()
            .LongCount();

    private static string Ago(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? "within the last minute"
        : time < TimeSpan.FromHours(1) ? Counted((long)time.TotalMinutes, "minute") + " ago"
        : time < TimeSpan.FromDays(2) ? Counted((long)time.TotalHours, "hour") + " ago"
        : Counted((long)time.TotalDays, "day") + " ago";

    private static string Counted(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
