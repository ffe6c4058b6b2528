using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>The tags of the API's operations, one for each feature, in the order of the description.</summary>
internal static class HubApiTags
{
    public const string Overview = "Overview";
    public const string Credentials = "Credentials";
    public const string Secrets = "Secrets";
    public const string Allowlists = "Allowlists";
    public const string Requests = "Requests";
    public const string People = "People";
    public const string Log = "Log";
    public const string Audit = "Audit";
    public const string Contracts = "Contracts";
    public const string Catalogue = "Catalogue";
    public const string Dialects = "Dialects";
    public const string Tenants = "Tenants";
    public const string SigningKeys = "Signing keys";

    private static readonly IReadOnlyList<(string Name, string Meaning)> All =
    [
        (Overview, "What happened in the last day, and what needs attention: for one tenant, and for the vendor across all tenants."),
        (Credentials, "A tenant's credentials: their settings, scopes and tokens. A credential works in one environment, LIVE or UAT."),
        (
            Secrets,
            "A credential's secrets and app keys: add, rotate and revoke them. A secret is shown once, to the program that created it."
        ),
        (Allowlists, "The networks from which credentials can be used: a credential's own and those of the whole tenant."),
        (Requests, "How a credential comes to be: a request, its approval by the vendor, and the go-live of a UAT credential."),
        (People, "A tenant's members with their roles, and invitations."),
        (Log, "What was refused and exactly why, who signed in, and which tokens were issued."),
        (Audit, "Who changed what and when. Each entry has a hash of the previous one, so that a change of an old entry is noticed."),
        (Contracts, "Which scopes a tenant has, in which environment, and for how long."),
        (Catalogue, "The vendor's APIs with their scopes, and the clients with which the APIs check tokens."),
        (Dialects, "How each API spells OAuth, who uses which dialect, and when old ones stop working."),
        (Tenants, "The vendor's customers in this datacentre."),
        (SigningKeys, "The keys that sign tokens. For the vendor's own programs."),
    ];

    public static ISet<OpenApiTag> Described() =>
        new HashSet<OpenApiTag>(All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Meaning }));
}
