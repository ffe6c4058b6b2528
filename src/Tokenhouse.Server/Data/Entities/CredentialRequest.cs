using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A tenant's request for a credential: all settings of the future client, and the state of the request.</summary>
public sealed class CredentialRequest : IEnvironmentOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required ClientKind Kind { get; set; }

    public required string Name { get; set; }

    /// <summary>What it is for, in the tenant's words.</summary>
    public required string Purpose { get; set; }

    /// <summary>The requested scopes. Those missing from the contract are also requested for the contract.</summary>
    public required List<string> Scopes { get; set; }

    public List<string> RedirectUris { get; set; } = [];

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public bool RequiresPkce { get; set; }

    /// <summary>The initial networks of its allowlist, in canonical CIDR notation.</summary>
    public List<string> Networks { get; set; } = [];

    /// <summary>The email address of the person responsible for the credential.</summary>
    public required string Owner { get; set; }

    /// <summary>The email address of the person who works with it.</summary>
    public required string Contact { get; set; }

    public required RequestState State { get; set; }

    /// <summary>The operator's comment when returning or declining it.</summary>
    public string? Comment { get; set; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The operator or rule that decided.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>The credential created from it.</summary>
    public string? ClientId { get; set; }

    /// <summary>The UAT credential that it takes live.</summary>
    public string? GoLiveOf { get; init; }

    public int Version { get; set; }
}
