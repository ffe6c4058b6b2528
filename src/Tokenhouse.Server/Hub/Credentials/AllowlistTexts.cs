using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Summarises a credential's allowlists in a sentence.</summary>
internal static class AllowlistTexts
{
    public static string Summary(AllowlistSummary list) =>
        list.ExemptUntil is { } until ? $"From anywhere until {DateTimeText.Minute(until)}, because an operator granted an exemption."
        : list.Own + list.Tenants == 0
            ? list.IsRequired ? "Nowhere: it requires an allowlist, but there is none."
                : "From anywhere: there is no allowlist."
        : list.Tenants == 0 ? $"Only from {NumberText.Count(list.Own, "allowed network")}."
        : list.Own == 0 ? $"Only from {NumberText.Count(list.Tenants, "network")} on the tenant's allowlist."
        : $"Only from addresses on both lists: its own ({NumberText.Count(list.Own, "network")}) and the tenant's ({NumberText.Count(list.Tenants, "network")}).";
}
