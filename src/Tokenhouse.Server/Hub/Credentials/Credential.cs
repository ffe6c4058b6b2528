using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A credential with everything except its secrets themselves.</summary>
public sealed record Credential : IHasVersion
{
    public required string Id { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required ClientKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>The email address of the person responsible for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The email address of the person who works with it.</summary>
    public required string Contact { get; init; }

    public required CredentialState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Who disabled it, if recorded.</summary>
    public string? DisabledBy { get; init; }

    /// <summary>Whether it was disabled for the vendor, so that only the vendor can enable it.</summary>
    public required bool IsDisabledByVendor { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The UAT credential from whose go-live it was created.</summary>
    public string? GoLiveOf { get; init; }

    public required IReadOnlyList<GivenScope> Scopes { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }

    public required bool RequiresPkce { get; init; }

    /// <summary>Whether it requires an allowlist itself, independent of its kind and tenant.</summary>
    public required bool RequiresAllowlist { get; init; }

    /// <summary>The scopes about the person that it gets if the person agrees; empty for kinds that act for themselves.</summary>
    public required IReadOnlyList<string> SignInScopes { get; init; }

    /// <summary>Whether its ID tokens contain all claims of the granted scopes, not only those that a request names.</summary>
    public required bool HasClaimsInIdToken { get; init; }

    public required AllowlistSummary Allowlist { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<SecretEntry> Secrets { get; init; }

    /// <summary>The link to collect the first secret, if there is a valid one.</summary>
    public PendingHandOver? HandOver { get; init; }

    public required int Version { get; init; }

    /// <summary>The time of this state.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    [JsonIgnore]
    public ClientKey Key => new(ClientKey.Format(Environment), Id);
}
