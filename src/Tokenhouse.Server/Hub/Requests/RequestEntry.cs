using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A request in a list.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="State"><c>draft</c>, <c>submitted</c>, <c>returned</c>, <c>approved</c> or <c>declined</c>.</param>
/// <param name="Kind">The kind of credential: <c>machine</c>, <c>web</c>, <c>browser</c>, <c>native</c> or <c>app-key</c>.</param>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Name">The name of the credential.</param>
public sealed record RequestEntry(Guid Id, string State, string Kind, string Environment, string Name)
{
    /// <summary>Who made the request: an email address or a client ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When the draft was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sent for approval; null for a draft.</summary>
    public required DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it was approved, returned or declined; null before that.</summary>
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
