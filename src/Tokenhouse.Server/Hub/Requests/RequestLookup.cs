using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Finds the request to change, if its state allows it.</summary>
internal static class RequestLookup
{
    /// <param name="work">The change.</param>
    /// <param name="id">Its ID.</param>
    /// <param name="version">The version that the caller read; null to skip the check.</param>
    /// <param name="states">The allowed states.</param>
    public static async Task<Result<CredentialRequest, Problem>> Find(
        AdminUnitOfWork work,
        Guid id,
        int? version,
        params IReadOnlyList<RequestState> states
    )
    {
        if (await work.Db.Requests.SingleOrDefaultAsync(row => row.Id == id) is not { } request)
            return Problem.NotFound;
        if (work.Stale(version, request) is { } stale)
            return stale;
        return states.Contains(request.State) ? request : Problem.Conflict(Sentence(request.State));
    }

    private static string Sentence(RequestState state) =>
        state switch
        {
            RequestState.Draft => "The request is a draft. Submit it first.",
            RequestState.Submitted => "The request is pending. To change it, withdraw it first.",
            RequestState.Returned => "The request was returned. Submit it again first.",
            RequestState.Approved => "The request was approved and the credential exists. To change something, change the credential.",
            _ => "The request was declined. To try again, create a new one.",
        };
}
