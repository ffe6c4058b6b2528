using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A request on pages and in the API.</summary>
public sealed record RequestView(Guid Id, int Version, string State, string Kind, string Environment) : IHasVersion
{
    public required string Name { get; init; }

    public required string Purpose { get; init; }

    public required IReadOnlyList<AskedScope> Scopes { get; init; }

    public required IReadOnlyList<string> RedirectUris { get; init; }

    public required bool RequiresPkce { get; init; }

    public required IReadOnlyList<string> Networks { get; init; }

    public required string Owner { get; init; }

    public required string Contact { get; init; }

    /// <summary>The operator's last comment.</summary>
    public required string? Comment { get; init; }

    public required string RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? SubmittedAt { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

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
