using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The context of a page of the Hub: the person, their rights in the tenant, and their other tenants.</summary>
public sealed record HubPageContext(HubHost Hub, SignedInAccount Person, Caller Caller, IReadOnlyList<MembershipSummary> Seats)
{
    /// <summary>Whether the page is one of the operators', over all tenants.</summary>
    public bool IsOverAll { get; init; }

    /// <summary>Whether the person works for the vendor.</summary>
    public bool IsOperator => Seats.Any(membership => membership.IsVendor);

    public bool May(Permission permission) => Caller.May(permission);

    /// <summary>The path of a page of the tenant: <c>/t/acme/log</c>.</summary>
    public string Path(string below = "") => $"/t/{Caller.Tenant.Slug}{below}";
}
