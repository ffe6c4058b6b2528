using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A request beside the contracts of its environment. What is changed is seen with the version that it has after it was saved.</summary>
internal sealed record ReviewedRequest(CredentialRequest Row, IReadOnlyList<Contract> Contracts, DateTimeOffset Now)
{
    /// <summary>The link to collect the new credential's first secret, if its kind has one.</summary>
    public HandOverLink? HandOver { get; init; }

    public RequestView View => RequestView.Of(Row, Coverage, Now);

    public ContractCoverage Coverage => Contracts.Coverage(Row.Environment);

    public static async Task<ReviewedRequest> Of(AdminUnitOfWork work, CredentialRequest row) =>
        new(
            row,
            await work.Db.Contracts.Where(other => other.Environment == row.Environment).OrderBy(other => other.Id).ToListAsync(),
            work.Now
        );

    public static Result<RequestView, Problem> Views(Result<ReviewedRequest, Problem> outcome) =>
        outcome.Ok(out var reviewedRequest, out var problem) ? reviewedRequest.View : problem;
}
