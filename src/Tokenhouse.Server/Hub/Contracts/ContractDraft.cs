using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>The input of the contract form.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Scopes">The checked scopes.</param>
/// <param name="From">The first day, as typed.</param>
/// <param name="LastDay">The last day, as typed.</param>
public sealed record ContractDraft(string Environment, IReadOnlyList<string> Scopes, string From, string LastDay)
{
    /// <summary>The version of the changed contract; null for a new one.</summary>
    public int? Version { get; init; }

    internal static ContractDraft Of(ContractEntry contract) =>
        new(
            contract.Environment,
            contract.Scopes,
            DateOnly.FromDateTime(contract.From.UtcDateTime).Format(),
            contract.LastDay?.Format() ?? ""
        )
        {
            Version = contract.Version,
        };

    internal static ContractDraft Of(HttpContext http, string environment) =>
        new(environment, http.Ticked("scopes"), http.Text("from"), http.Text("last_day"));
}
