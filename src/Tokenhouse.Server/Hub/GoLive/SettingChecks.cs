using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Credentials;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>Checklist items based on a UAT credential's settings.</summary>
internal static class SettingChecks
{
    /// <summary>Null if it needs none, because people use it from anywhere.</summary>
    public static async Task<ChecklistItem?> Allowlist(Db db, Client client, DateTimeOffset now)
    {
        const string title = "The allowlist is set";
        var summary = await AllowlistSummary.Of(db, client, now);
        if (client.Kind.IsPublic() && !summary.IsRequired)
            return null;
        if (summary.Own + summary.Tenants > 0)
            return new(ChecklistItem.Allowlist, title, ChecklistItem.Done, Evidence(summary.Own, summary.Tenants));
        if (summary.ExemptUntil is { } end)
            return new(ChecklistItem.Allowlist, title, ChecklistItem.Done, $"An operator exempted it until {Day(end)}.");
        return summary.IsRequired
            ? new(
                ChecklistItem.Allowlist,
                title,
                ChecklistItem.ToDo,
                "It needs an allowlist but doesn't have one. Add the networks it calls from."
            )
            : new(
                ChecklistItem.Allowlist,
                title,
                ChecklistItem.Advice,
                "It can be used from anywhere. With an allowlist, a stolen secret can't be used elsewhere."
            );
    }

    public static ChecklistItem People(Client client)
    {
        const string title = "Owner and technical contact are set";
        var missing = (client.Owner.Length, client.Contact.Length) switch
        {
            (0, 0) => "Neither an owner nor a technical contact is set.",
            (0, _) => "No owner is set. Who is responsible for it?",
            (_, 0) => "No technical contact is set. Who works with it?",
            _ => null,
        };
        return missing is null
            ? new(
                ChecklistItem.People,
                title,
                ChecklistItem.Done,
                $"{client.Owner} is the owner, {client.Contact} is the technical contact."
            )
            : new(ChecklistItem.People, title, ChecklistItem.ToDo, missing);
    }

    /// <summary>Null if it isn't disabled.</summary>
    public static ChecklistItem? Enabled(Client client) =>
        client.DisabledAt is { } since
            ? new(ChecklistItem.Enabled, "The credential is enabled", ChecklistItem.ToDo, $"It has been disabled since {Day(since)}.")
            : null;

    private static string Evidence(int own, int shared) =>
        shared == 0 ? $"{Networks(own)} on its own list."
        : own == 0 ? $"{Networks(shared)} on the tenant's list."
        : $"{Networks(own)} on its own list, {Networks(shared)} on the tenant's list. An address must be on both.";

    private static string Networks(int count) => count == 1 ? "1 network" : $"{count} networks";

    private static string Day(DateTimeOffset at) => at.ToUniversalTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
