using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hub;

/// <summary>The context of a page of the Hub: the person, their rights in the tenant, and their other tenants.</summary>
public sealed record Visit(Core.Hub Hub, SignedIn Person, Actor Actor, IReadOnlyList<Seat> Seats)
{
    /// <summary>Whether the page is one of the operators', over all tenants.</summary>
    public bool IsOverAll { get; init; }

    /// <summary>Whether the person works for the vendor.</summary>
    public bool IsOperator => Seats.Any(seat => seat.IsVendor);

    public bool May(Permission permission) => Actor.May(permission);

    /// <summary>The path of a page of the tenant: <c>/t/acme/log</c>.</summary>
    public string Path(string below = "") => $"/t/{Actor.Tenant.Slug}{below}";
}
