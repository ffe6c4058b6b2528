using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>Texts about the retirement of a dialect.</summary>
internal static class DialectTexts
{
    /// <summary>"4 clients still use it; last call 2 hours ago".</summary>
    public static string Use(DialectUse use, DateTimeOffset now) =>
        use.LastCallAt is { } last
            ? $"{NumberText.Count(use.Clients, "client")} still {(use.Clients == 1 ? "uses" : "use")} it; last call {Ago(now - last)}."
            : "Not used in the last 30 days.";

    /// <summary>"Sunset on 1 June 2027, in 192 days".</summary>
    public static string Countdown(DialectEntry dialect, DateTimeOffset now) =>
        dialect switch
        {
            { Retirement: null } => "No end date.",
            { Next: { } next } => $"{Name(next.Name)} on {DateTimeText.Day(next.At)}, {In(next.At - now)}.",
            { Retirement.SunsetAt: { } sunset } when sunset <= now => $"Ended on {DateTimeText.Day(sunset)}.",
            _ => "Deprecated. No sunset date is set.",
        };

    /// <summary>"2 h ago", from a time known to the minute.</summary>
    public static string Ago(TimeSpan time) =>
        time < TimeSpan.FromMinutes(2) ? "just now"
        : time < TimeSpan.FromHours(1) ? $"{(int)time.TotalMinutes} min ago"
        : time < TimeSpan.FromDays(2) ? $"{(int)time.TotalHours} h ago"
        : $"{(int)time.TotalDays} days ago";

    private static string In(TimeSpan time) =>
        time < TimeSpan.FromDays(1) ? "within a day" : $"in {NumberText.Count((int)time.TotalDays, "day")}";

    private static string Name(string milestone) =>
        milestone switch
        {
            "deprecated" => "Deprecated",
            "rest" => "Brown-out",
            _ => "Sunset",
        };
}
