using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A registered client with its tenant and the catalogue. Decides what the client may have, but proves nothing about the caller.</summary>
/// <param name="known">The client.</param>
/// <param name="its">Its tenant.</param>
/// <param name="catalogue">All scopes.</param>
/// <param name="secret">The proved secret; null for a public client, and when a token is presented.</param>
public sealed class RegisteredClient(ClientSnapshot known, TenantSnapshot its, ScopeCatalogue catalogue, Secret? secret = null)
{
    private readonly Client client = known.Row;
    private readonly Tenant tenant = its.Row;

    /// <summary>Which scopes it may have.</summary>
    public ScopeEntitlement Entitlement { get; } =
        new(known.Row.Scopes, its.Coverage(known.Row.Environment), catalogue)
        {
            Carried = secret?.HubScopes is { } carried ? new(secret.Name, carried) : null,
            SignIn = known.Row.Kind.SignInScopes(known.Row.SwitchedOffScopes),
        };

    /// <summary>All scopes, each of one API.</summary>
    public ScopeCatalogue Catalogue => catalogue;

    public string Id => client.Id;

    public string Name => client.Name;

    public ClientKind Kind => client.Kind;

    public TenantEnvironment Environment => client.Environment;

    public Tenant Tenant => tenant;

    /// <summary>Whether it is the Hub, a client like any other, except that as our own it needs no consent and gets no token.</summary>
    public bool IsHub => client is { Id: HubHost.ClientId, TenantId: Datacentre.Vendor, Environment: TenantEnvironment.LIVE };

    /// <summary>For the kind <see cref="ClientKind.Api"/>: the API whose tokens it can check.</summary>
    public string? ApiIdentifier => client.ApiIdentifier;

    public string? IdTokenAlgorithm => client.IdTokenAlgorithm;

    /// <summary>Whether its ID tokens contain all claims of the granted scopes, not only those that a request names.</summary>
    public bool HasClaimsInIdToken => client.HasClaimsInIdToken;

    /// <summary>All tokens issued to it before this time are revoked.</summary>
    public DateTimeOffset RevokedBefore => client.RevokedBefore;

    /// <summary>Whether neither it nor its tenant is disabled.</summary>
    public bool IsEnabled => Disablement is null;

    /// <summary>Since when it or its tenant is disabled; null if neither is.</summary>
    public RefusalReason? Disablement => DisablementOf(client, tenant);

    internal static RefusalReason? DisablementOf(Client client, Tenant tenant) =>
        client.DisabledAt is { } since
            ? new(
                RefusalKind.ClientDisabled,
                $"the client was disabled{new TrustedText(client.IsDisabledByVendor ? " by the vendor" : "")} on {since:d MMMM yyyy}"
            )
        : tenant.DisabledAt is { } tenantsSince ? new(RefusalKind.TenantDisabled, $"the tenant was disabled on {tenantsSince:d MMMM yyyy}")
        : null;

    /// <summary>Whether it must use PKCE: every public client, and clients configured so.</summary>
    public bool RequiresPkce => client.RequiresPkce || client.Kind.IsPublic();

    /// <summary>The registered redirect URIs.</summary>
    public IReadOnlyList<string> RedirectUris => client.RedirectUris;

    /// <summary>The registered URIs to which a browser may go after signing out.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris => client.PostLogoutRedirectUris;

    /// <summary>Whether a browser may go there after signing out. A registered URI without an allowed form matches nothing.</summary>
    public bool HasPostLogoutRedirectUri(string uri) =>
        client.PostLogoutRedirectUris.Contains(uri) && RedirectUri.Fault(uri, Kind, Environment) is null;

    /// <summary>
    /// Whether a URI is one of its redirect URIs. The Hub's comes from the configuration, which knows where http is safe.
    /// </summary>
    public bool HasRedirectUri(string redirectUri) =>
        IsHub ? client.RedirectUris.Contains(redirectUri) : known.RedirectUris.Contains(redirectUri);

    /// <summary>Why a URI isn't one of its redirect URIs, for the event log.</summary>
    public RefusalReason RedirectUriFault(string redirectUri) =>
        client.RedirectUris.Contains(redirectUri) && RedirectUri.Fault(redirectUri, Kind, Environment) is { } fault
            ? new(RefusalKind.RedirectUriNotRegistered, $"the redirect_uri is registered, but isn't allowed: {new TrustedText(fault)}")
            : RedirectUriDifference.Of(client.RedirectUris, redirectUri, Kind);

    /// <summary>Whether pages of an origin can read its responses: the origin of one of its redirect URIs.</summary>
    public bool HasOrigin(string origin) => known.RedirectUris.HasOrigin(origin);

    /// <summary>What its spent refresh tokens get.</summary>
    public RefreshRepeatRule RefreshRepeats => RefreshRepeatRule.Of(client.Kind, client.RefreshGrace);

    /// <summary>Whether it can be used from an address at a given time.</summary>
    public Result<AllowlistDecision, OAuthError> Admit(IPAddress? address, DateTimeOffset now) =>
        AllowlistDecision.Of(known, its, address, now);

    /// <summary>The policy for tokens of an API: the dialect's, with the lifetime that the vendor set, as lowered by tenant and client.</summary>
    public TokenPolicy Policy(TokenPolicy dialect, string? api) => Policy(dialect.OfApi(catalogue.AccessTokenLifetime(api)));

    /// <summary>The dialect's policy, as lowered by tenant and client.</summary>
    public TokenPolicy Policy(TokenPolicy dialect)
    {
        var policy = dialect
            .NoLongerThan(tenant.IdleLifetime, tenant.FamilyLifetime)
            .NoLongerThan(client.IdleLifetime, client.FamilyLifetime);
        return tenant.PrefersJwt ? policy with { AccessTokens = null } : policy;
    }
}
