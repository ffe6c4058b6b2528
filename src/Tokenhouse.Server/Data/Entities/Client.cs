using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A credential holder of one tenant in one environment (RFC 6749, 2). Its ID is unique within the datacentre across both
/// environments; only an API's client has the same ID in each.
/// </summary>
public sealed class Client : IEnvironmentOwned, ICachedEntity, IVersioned
{
    public required string Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required ClientKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>The scopes the client can request, as long as the contract has them too.</summary>
    public required List<string> Scopes { get; set; }

    /// <summary>For the kind <see cref="ClientKind.Api"/>: the API whose tokens it can check.</summary>
    public string? ApiIdentifier { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Who disabled it: an email address, or a program's ID. Null if not recorded.</summary>
    public string? DisabledBy { get; set; }

    /// <summary>Whether it was disabled for the vendor, so that only the vendor can enable it.</summary>
    public bool IsDisabledByVendor { get; set; }

    /// <summary>The redirect URIs, compared exactly (RFC 9700, 4.1.3).</summary>
    public List<string> RedirectUris { get; set; } = [];

    /// <summary>Where the browser may go after the client signed a person out, compared exactly (OpenID Connect RP-Initiated Logout 1.0, 3).</summary>
    public List<string> PostLogoutRedirectUris { get; set; } = [];

    /// <summary>Whether the client must use PKCE. Public clients always must.</summary>
    public bool RequiresPkce { get; set; }

    /// <summary>Whether it requires an allowlist, its own or its tenant's. App-key clients always do.</summary>
    public bool RequiresAllowlist { get; set; }

    /// <summary>The algorithm of its ID tokens, if it isn't the default RS256.</summary>
    public string? IdTokenAlgorithm { get; set; }

    /// <summary>The scopes about the person who signs in that it doesn't get, although people may agree to them.</summary>
    public List<string> SwitchedOffScopes { get; set; } = [];

    /// <summary>Whether its ID tokens contain all claims of the granted scopes, not only those that a request names.</summary>
    public bool HasClaimsInIdToken { get; set; }

    /// <summary>How long a repeated refresh is accepted, if it isn't the default: the client's own time in <see cref="RefreshRepeatRule.Of"/>.</summary>
    public TimeSpan? RefreshGrace { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.IdleLifetime"/>.</summary>
    public TimeSpan? IdleLifetime { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.FamilyLifetime"/>.</summary>
    public TimeSpan? FamilyLifetime { get; set; }

    /// <summary>What it is for, in the tenant's words.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The email address of the person responsible for it; empty if not set.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The email address of the person who works with it; empty if not set.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The UAT credential from whose go-live it was created.</summary>
    public string? GoLiveOf { get; init; }

    /// <summary>All tokens issued to it before this time, a whole second, are revoked. The epoch means none.</summary>
    public DateTimeOffset RevokedBefore { get; set; } = DateTimeOffset.UnixEpoch;

    public int Version { get; set; }

    public List<Secret> Secrets { get; init; } = [];

    public List<LastCall> LastCalls { get; init; } = [];

    public CacheKey Subject => CacheKey.Client(Id);
}
