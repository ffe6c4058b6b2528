using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>A request beside the contracts of its environment. What is changed is seen with the version that it has after it was saved.</summary>
internal sealed record Examined(CredentialRequest Row, IReadOnlyList<Contract> Contracts, DateTimeOffset Now)
{
    /// <summary>The link to collect the new credential's first secret, if its kind has one.</summary>
    public HandOverLink? HandOver { get; init; }

    public RequestView View => RequestView.Of(Row, Coverage, Now);

    public ContractCoverage Coverage => Contracts.Coverage(Row.Environment);

    public static async Task<Examined> Of(Work work, CredentialRequest row) =>
        new(
            row,
            await work.Db.Contracts.Where(other => other.Environment == row.Environment).OrderBy(other => other.Id).ToListAsync(),
            work.Now
        );

    public static Result<RequestView, Problem> Views(Result<Examined, Problem> outcome) =>
        outcome.Ok(out var examined, out var problem) ? examined.View : problem;
}
