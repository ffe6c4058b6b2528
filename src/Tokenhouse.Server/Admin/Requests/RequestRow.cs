using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Finds the request to change, if its state allows it.</summary>
internal static class RequestRow
{
    /// <param name="work">The change.</param>
    /// <param name="id">Its ID.</param>
    /// <param name="version">The version that the caller read; null to skip the check.</param>
    /// <param name="states">The allowed states.</param>
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
