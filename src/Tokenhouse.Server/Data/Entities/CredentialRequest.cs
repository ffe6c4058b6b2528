using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A tenant asks for a credential: everything that the client is going to be, and how far the request has come.</summary>
public sealed class CredentialRequest : IOwned, IVersioned
{
    public required Guid Id { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required ClientKind Kind { get; set; }

    public required string Name { get; set; }

    /// <summary>What it is for, in the tenant's words.</summary>
    public required string Purpose { get; set; }

    /// <summary>What it asks for; those that the contract lacks are asked of the contract too.</summary>
    public required List<string> Scopes { get; set; }

    public List<string> RedirectUris { get; set; } = [];

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public bool RequiresPkce { get; set; }

    /// <summary>The networks that begin its allowlist, in canonical CIDR notation.</summary>
    public List<string> Networks { get; set; } = [];

    /// <summary>The mail address of whoever answers for the credential.</summary>
    public required string Owner { get; set; }

    /// <summary>The mail address of whoever works with it.</summary>
    public required string Contact { get; set; }

    public required RequestState State { get; set; }

    /// <summary>What the operator said when returning or declining it.</summary>
    public string? Comment { get; set; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The operator, or the rule.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>The credential that came of it.</summary>
    public string? ClientId { get; set; }

    /// <summary>The UAT credential that goes live with it.</summary>
    public string? GoLiveOf { get; init; }

    public int Version { get; set; }
}
