using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Texts about requests on pages.</summary>
internal static class RequestTexts
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
            RequestStateNames.Draft => "Draft",
            RequestStateNames.Submitted => "Pending",
            RequestStateNames.Returned => "Returned to you",
            RequestStateNames.Approved => "Approved",
            _ => "Declined",
        };

    public static string Look(string state) =>
        state switch
        {
            RequestStateNames.Approved => "badge-live",
            RequestStateNames.Submitted or RequestStateNames.Returned => "badge-uat",
            _ => "badge-off",
        };

    public static TenantEnvironment Environment(string environment) => ClientKey.Read(environment) ?? TenantEnvironment.UAT;

    /// <summary>How long something has been pending.</summary>
    public static string Age(TimeSpan age) =>
        age < TimeSpan.FromHours(1) ? NumberText.Count((long)age.TotalMinutes, "minute")
        : age < TimeSpan.FromDays(2) ? NumberText.Count((long)age.TotalHours, "hour")
        : NumberText.Count((long)age.TotalDays, "day");
}
