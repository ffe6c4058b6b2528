using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A credential with everything except its secrets themselves.</summary>
public sealed record Credential : IHasVersion
{
    /// <summary>The client ID.</summary>
    public required string Id { get; init; }

    /// <summary>Where it works.</summary>
    public required TenantEnvironment Environment { get; init; }

    /// <summary>Its kind, which decides which grants it can use.</summary>
    public required ClientKind Kind { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The email address of the person responsible for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The email address of the person who works with it.</summary>
    public required string Contact { get; init; }

    /// <summary>Whether it works now.</summary>
    public required CredentialState State { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was disabled; null if it is enabled.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Who disabled it, if recorded.</summary>
    public string? DisabledBy { get; init; }

    /// <summary>Whether it was disabled for the vendor, so that only the vendor can enable it.</summary>
    public required bool IsDisabledByVendor { get; init; }

    /// <summary>When it was last used; null if never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The UAT credential from whose go-live it was created.</summary>
    public string? GoLiveOf { get; init; }

    /// <summary>The scopes that it has.</summary>
    public required IReadOnlyList<GivenScope> Scopes { get; init; }

    /// <summary>Where people come back to after signing in; empty for kinds that act for themselves.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Where people may go after signing out.</summary>
    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }

    /// <summary>Whether it must use PKCE.</summary>
    public required bool RequiresPkce { get; init; }

    /// <summary>Whether it requires an allowlist itself, independent of its kind and tenant.</summary>
    public required bool RequiresAllowlist { get; init; }

    /// <summary>The scopes about the person that it gets if the person agrees; empty for kinds that act for themselves.</summary>
    public required IReadOnlyList<string> SignInScopes { get; init; }

    /// <summary>Whether its ID tokens contain all claims of the granted scopes, not only those that a request names.</summary>
    public required bool HasClaimsInIdToken { get; init; }

    /// <summary>From where it can be used.</summary>
    public required AllowlistSummary Allowlist { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<SecretEntry> Secrets { get; init; }

    /// <summary>The link to collect the first secret, if there is a valid one.</summary>
    public PendingHandOver? HandOver { get; init; }

    /// <summary>The version to send with a change. It is also the ETag.</summary>
    public required int Version { get; init; }

    /// <summary>The time of this state.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    [JsonIgnore]
    public ClientKey Key => new(ClientKey.Format(Environment), Id);
}
