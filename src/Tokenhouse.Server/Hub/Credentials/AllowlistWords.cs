using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Summarises a credential's allowlists in a sentence.</summary>
internal static class AllowlistWords
{
    public static string Summary(AllowlistSummary list) =>
        list.ExemptUntil is { } until ? $"From everywhere until {Moment.Minute(until)}: an operator allowed it."
        : list.Own + list.Tenants == 0
            ? list.IsRequired ? "From nowhere: it needs an allowlist, and there is none."
                : "From everywhere: there is no allowlist."
        : list.Tenants == 0 ? $"From the {Words.Count(list.Own, "network")} of its allowlist."
        : list.Own == 0 ? $"From the {Words.Count(list.Tenants, "network")} of the tenant's allowlist."
        : $"From what is on both lists: {Words.Count(list.Own, "network")} of its own, {Words.Count(list.Tenants, "network")} of the tenant's.";
}
