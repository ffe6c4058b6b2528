using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Finds the request that is about to be changed, if it is where it may be.</summary>
internal static class RequestRow
{
    /// <param name="work">The change.</param>
    /// <param name="id">Which one.</param>
    /// <param name="version">As it was read by whoever wants the change; null: they did not say.</param>
    /// <param name="states">Where it must have come to.</param>
    public static async Task<Result<CredentialRequest, Problem>> Find(
        Work work,
        Guid id,
        int? version,
        params IReadOnlyList<RequestState> states
    )
    {
        if (await work.Db.Requests.SingleOrDefaultAsync(row => row.Id == id) is not { } request)
            return Problem.NotFound;
        if (Work.Stale(version, request) is { } stale)
            return stale;
        return states.Contains(request.State) ? request : Problem.Conflict(Sentence(request.State));
    }

    private static string Sentence(RequestState state) =>
        state switch
        {
            RequestState.Draft => "The request is a draft: it must be submitted first.",
            RequestState.Submitted => "The request waits for an operator. To change it, withdraw it first.",
            RequestState.Returned => "The request was returned: it must be submitted again first.",
            RequestState.Approved => "The request was approved: there is a credential. To change something, change the credential.",
            _ => "The request was declined. To ask again, make another one.",
        };
}
