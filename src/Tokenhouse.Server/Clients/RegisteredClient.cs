using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A client as it is registered, with its tenant and the catalogue: answers what it may have. Proves nothing about who asks.</summary>
public sealed class RegisteredClient(KnownClient known, KnownTenant its, FrozenDictionary<string, string> catalogue)
{
    private readonly Client client = known.Row;
    private readonly Tenant tenant = its.Row;

    /// <summary>The secret that was proved; null: none was, as with a public client, and with a token that is shown.</summary>
    internal Secret? Secret { get; init; }

    public string Id => client.Id;

    public string Name => client.Name;

    public ClientKind Kind => client.Kind;

    public Environment Environment => client.Environment;

    public Tenant Tenant => tenant;

    /// <summary>Whether it is the Hub, which is a client like any other but for what follows from being our own: no consent, no token.</summary>
    public bool IsHub => client is { Id: Core.Hub.ClientId, TenantId: Datacentre.Vendor, Environment: Environment.LIVE };

    /// <summary>For the kind <see cref="ClientKind.Api"/>: whose tokens it may check.</summary>
    public string? ApiIdentifier => client.ApiIdentifier;

    public string? IdTokenAlgorithm => client.IdTokenAlgorithm;

    /// <summary>All tokens that were issued to it before this moment are revoked.</summary>
    public DateTimeOffset RevokedBefore => client.RevokedBefore;

    /// <summary>Whether neither it nor its tenant is disabled.</summary>
    public bool IsEnabled => Disablement is null;

    /// <summary>Since when it, or its tenant, is disabled; null when neither is.</summary>
    public Reason? Disablement => DisablementOf(client, tenant);

    internal static Reason? DisablementOf(Client client, Tenant tenant) =>
        client.DisabledAt is { } since
            ? new(
                RefusalKind.ClientDisabled,
                $"the client was disabled{new Trusted(client.IsDisabledByVendor ? " by the vendor" : "")} on {since:d MMMM yyyy}"
            )
        : tenant.DisabledAt is { } tenantsSince ? new(RefusalKind.TenantDisabled, $"the tenant was disabled on {tenantsSince:d MMMM yyyy}")
        : null;

    /// <summary>Whether it must use PKCE: every public client, and those that chose to.</summary>
    public bool RequiresPkce => client.RequiresPkce || client.Kind.IsPublic();

    /// <summary>Where people may be sent back to, as it was registered.</summary>
    public IReadOnlyList<string> RedirectUris => client.RedirectUris;

    /// <summary>
    /// Whether people may be sent back to a URI. The Hub's comes from the configuration, which knows where plain http does no harm.
    /// </summary>
    public bool HasRedirectUri(string redirectUri) =>
        IsHub ? client.RedirectUris.Contains(redirectUri) : known.RedirectUris.Contains(redirectUri);

    /// <summary>Whether pages of an origin may read answers made for it: the origin of one of its redirect URIs.</summary>
    public bool HasOrigin(string origin) => known.RedirectUris.HasOrigin(origin);

    /// <summary>How long a repeated refresh gets the same successor again.</summary>
    public TimeSpan RefreshGrace(TimeSpan usual) =>
        client.RefreshGrace is not { } own ? usual
        : own < TokenPolicy.LongestGrace ? own
        : TokenPolicy.LongestGrace;

    /// <summary>Whether it may be used from an address at a moment.</summary>
    public Result<Admission> Admit(IPAddress? address, DateTimeOffset now) => Admission.Of(known, its, address, now);

    /// <summary>The dialect's policy, as far as tenant and client do not lower it.</summary>
    public TokenPolicy Policy(TokenPolicy dialect)
    {
        var policy = dialect
            .NoLongerThan(tenant.IdleLifetime, tenant.FamilyLifetime)
            .NoLongerThan(client.IdleLifetime, client.FamilyLifetime);
        return tenant.PrefersJwt ? policy with { AccessTokens = null } : policy;
    }

    /// <summary>All that client, catalogue and contract allow at a moment, in the client's own order; what must be asked for is not among it.</summary>
    public ScopeSet ScopesAt(DateTimeOffset now) => new(client.Scopes.Where(scope => scope != Scopes.OpenId && MayHave(scope, now)));

    public bool MayHave(string scope, DateTimeOffset now)
    {
        if (!Exists(scope) || !client.Scopes.Contains(scope) || !IsCarried(scope))
            return false;
        if (IsInEveryContract(scope))
            return true;
        foreach (var contract in tenant.Contracts)
            if (contract.Environment == client.Environment && contract.Covers(now) && contract.Scopes.Contains(scope))
                return true;
        return false;
    }

    /// <summary>A scope that was asked for, as the log names it: as it was sent to who proved the secret, or to anyone when there is one of that name.</summary>
    public Untrusted Named(string scope) =>
        Exists(scope) ? new($"scope {scope}", $"scope {scope}")
        : scope.Length > Schema.ScopeName ? new("a scope that is too long for any", "a scope that is too long for any")
        : new($"scope {scope}", "a scope that was asked for");

    /// <summary>Why the client may not have a scope, for the event log.</summary>
    public Reason Denial(string scope, DateTimeOffset now)
    {
        var named = Named(scope);
        if (!Exists(scope))
            return new(RefusalKind.ScopeUnknown, $"{named} is not in the catalogue");
        if (!client.Scopes.Contains(scope))
            return new(RefusalKind.ScopeNotOfClient, $"{named} was not given to the client");
        if (!IsCarried(scope))
            return new(
                RefusalKind.ScopeNotOfSecret,
                $"{ClientAuthentication.Named(Secret!)} was created before the client was given {named}, and does not carry it"
            );
        var contracts = tenant
            .Contracts.Where(contract => contract.Environment == client.Environment && contract.Scopes.Contains(scope))
            .ToList();
        if (contracts.Count == 0)
            return new(RefusalKind.ScopeNotInContract, $"{named} is not in the {client.Environment} contract");
        var next = contracts.Where(contract => contract.From > now).Select(contract => (DateTimeOffset?)contract.From).Min();
        return next is null && contracts.Max(contract => contract.Until) is { } end
            ? new(RefusalKind.ContractEnded, $"the {client.Environment} contract that held {named} ended on {end:d MMMM yyyy}")
            : new(RefusalKind.ContractNotBegun, $"the {client.Environment} contract that holds {named} begins on {next:d MMMM yyyy}");
    }

    /// <summary>Why the client may have no scope at all, for the event log.</summary>
    public Reason Denial(DateTimeOffset now) =>
        client.Scopes.Find(scope => scope != Scopes.OpenId) is { } first
            ? Denial(first, now)
            : new(RefusalKind.NoScope, $"the client was given no scope");

    /// <summary>The one API that all scopes belong to, null where none belongs to any; or the refusal when there are two, or when another one was named.</summary>
    public bool HasOneApi(ScopeSet scope, IReadOnlyList<string> targets, out string? api, [NotNullWhen(false)] out OAuthError? refusal)
    {
        (api, refusal) = (null, null);
        foreach (var name in scope.Names)
        {
            if (!catalogue.TryGetValue(name, out var other))
                continue;
            if (api is not null && api != other)
            {
                refusal = OAuthError
                    .InvalidScope(
                        $"The scopes belong to two APIs, {new Trusted(api)} and {new Trusted(other)}; a token is for one. Ask for the scopes of one of them."
                    )
                    .Because(RefusalKind.ScopesOfTwoApis, $"the scopes belong to two APIs, {new Trusted(api)} and {new Trusted(other)}");
                return false;
            }
            api = other;
        }
        refusal = Restrictions.TargetFault(targets, api);
        return refusal is null;
    }

    private bool Exists(string scope) => scope == Scopes.OpenId || catalogue.ContainsKey(scope);

    // The Hub's own scopes are part of every LIVE contract without being listed there.
    private bool IsInEveryContract(string scope) => client.Environment is Environment.LIVE && IsOfHub(scope);

    // Whoever took a secret was entitled to the scopes of the Hub that the client had then, and to no later ones.
    private bool IsCarried(string scope) => Secret?.HubScopes is not { } carried || !IsOfHub(scope) || carried.Contains(scope);

    private static bool IsOfHub(string scope) => scope.StartsWith(HubApi.ScopePrefix, StringComparison.Ordinal);
}
