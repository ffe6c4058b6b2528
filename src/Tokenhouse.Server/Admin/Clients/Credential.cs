using System.Text.Json.Serialization;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Secrets;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>A credential with all that is known of it but its secrets themselves.</summary>
public sealed record Credential : IHasVersion
{
    public required string Id { get; init; }

    public required Environment Environment { get; init; }

    public required ClientKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>The mail address of whoever answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The mail address of whoever works with it.</summary>
    public required string Contact { get; init; }

    public required CredentialState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Who disabled it, where that was written down.</summary>
    public string? DisabledBy { get; init; }

    /// <summary>Whether the vendor disabled it, who alone enables it again.</summary>
    public required bool IsDisabledByVendor { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The UAT credential that went live with it.</summary>
    public string? GoLiveOf { get; init; }

    public required IReadOnlyList<GivenScope> Scopes { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required bool RequiresPkce { get; init; }

    /// <summary>Whether it asks for an allowlist itself, whatever its kind and its tenant do.</summary>
    public required bool RequiresAllowlist { get; init; }

    public required AllowlistSummary Allowlist { get; init; }

    /// <summary>The youngest first.</summary>
    public required IReadOnlyList<SecretEntry> Secrets { get; init; }

    /// <summary>The link by which the first secret can be fetched, where there is one that is good.</summary>
    public PendingHandOver? HandOver { get; init; }

    public required int Version { get; init; }

    /// <summary>The moment at which all this was so.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    [JsonIgnore]
    public ClientKey Key => new(ClientKey.Spelled(Environment), Id);
}
