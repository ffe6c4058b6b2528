using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A request in a list.</summary>
public sealed record RequestEntry(Guid Id, string State, string Kind, string Environment, string Name)
{
    public required string RequestedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? SubmittedAt { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The credential created from it.</summary>
    public required string? Credential { get; init; }

    /// <summary>The UAT credential that it takes live.</summary>
    public required string? GoLiveOf { get; init; }

    internal static RequestEntry Of(CredentialRequest row) =>
        new(row.Id, RequestStateNames.Format(row.State), ClientKindNames.Format(row.Kind), ClientKey.Format(row.Environment), row.Name)
        {
            RequestedBy = row.RequestedBy,
            CreatedAt = row.CreatedAt,
            SubmittedAt = row.SubmittedAt,
            DecidedAt = row.DecidedAt,
            Credential = row.ClientId,
            GoLiveOf = row.GoLiveOf,
        };
}
