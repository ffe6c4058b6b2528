using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Texts about requests on pages.</summary>
internal static class RequestWords
{
    /// <summary>The kinds, each with what it is for.</summary>
    public static readonly IReadOnlyList<(string Kind, string Label, string Meaning)> Kinds =
    [
        ("machine", "Machine", "A program on a server that acts for itself. It gets tokens with a secret."),
        ("web", "Web application", "An application on a server that acts for people who sign in. It has a secret."),
        ("browser", "Browser application", "An application that runs in the browser and acts for people. It can't keep a secret."),
        ("native", "Native application", "An application on a desktop or a phone that acts for people. It can't keep a secret."),
        ("app-key", "App key", "A program that logs in with an app ID and an app key, only from the networks on its allowlist."),
    ];

    public static string Kind(string kind) => Kinds.First(known => known.Kind == kind).Label;

    public static string State(string state) =>
        state switch
        {
            StateName.Draft => "Draft",
            StateName.Submitted => "Pending",
            StateName.Returned => "Returned to you",
            StateName.Approved => "Approved",
            _ => "Declined",
        };

    public static string Look(string state) =>
        state switch
        {
            StateName.Approved => "badge-live",
            StateName.Submitted or StateName.Returned => "badge-uat",
            _ => "badge-off",
        };

    public static Environment Environment(string environment) => environment == "live" ? Core.Environment.LIVE : Core.Environment.UAT;

    /// <summary>How long something has been pending.</summary>
    public static string Age(TimeSpan age) =>
        age < TimeSpan.FromHours(1) ? Words.Count((long)age.TotalMinutes, "minute")
        : age < TimeSpan.FromDays(2) ? Words.Count((long)age.TotalHours, "hour")
        : Words.Count((long)age.TotalDays, "day");
}
