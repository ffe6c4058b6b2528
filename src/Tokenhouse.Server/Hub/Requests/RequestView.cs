using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A request on pages and in the API.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Version">The version to send with a change. It is also the ETag.</param>
/// <param name="State"><c>draft</c>, <c>submitted</c>, <c>returned</c>, <c>approved</c> or <c>declined</c>.</param>
/// <param name="Kind">The kind of credential: <c>machine</c>, <c>web</c>, <c>browser</c>, <c>native</c> or <c>app-key</c>.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
public sealed record RequestView(Guid Id, int Version, string State, string Kind, string Environment) : IHasVersion
{
    /// <summary>The name of the credential, for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The scopes that it needs, and whether the contract includes them.</summary>
    public required IReadOnlyList<AskedScope> Scopes { get; init; }

    /// <summary>Where people come back to after signing in; only for kinds that act for people.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Whether it must use PKCE.</summary>
    public required bool RequiresPkce { get; init; }

    /// <summary>The initial networks of its allowlist.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>The email address of the person responsible for it, or empty.</summary>
    public required string Owner { get; init; }

    /// <summary>The email address of the person who works with it, or empty.</summary>
    public required string Contact { get; init; }

    /// <summary>The operator's last comment.</summary>
    public required string? Comment { get; init; }

    /// <summary>Who made the request: an email address or a client ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When the draft was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sent for approval; null for a draft.</summary>
    public required DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it was approved, returned or declined; null before that.</summary>
    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided: an email address or a client ID; null before that.</summary>
    public required string? DecidedBy { get; init; }

    /// <summary>The credential created from it.</summary>
    public required string? Credential { get; init; }

    /// <summary>The UAT credential that it takes live.</summary>
    public required string? GoLiveOf { get; init; }

    internal static RequestView Of(CredentialRequest row, ContractCoverage contracts, DateTimeOffset now) =>
        new(row.Id, row.Version, RequestStateNames.Format(row.State), ClientKindNames.Format(row.Kind), ClientKey.Format(row.Environment))
        {
            Name = row.Name,
            Purpose = row.Purpose,
            Scopes = [.. row.Scopes.Select(scope => AskedScope.Of(scope, contracts, now))],
            RedirectUris = row.RedirectUris,
            RequiresPkce = row.RequiresPkce,
            Networks = row.Networks,
            Owner = row.Owner,
            Contact = row.Contact,
            Comment = row.Comment,
            RequestedBy = row.RequestedBy,
            CreatedAt = row.CreatedAt,
            SubmittedAt = row.SubmittedAt,
            DecidedAt = row.DecidedAt,
            DecidedBy = row.DecidedBy,
            Credential = row.ClientId,
            GoLiveOf = row.GoLiveOf,
        };
}
