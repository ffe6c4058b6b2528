using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>A request beside the contracts. What is changed is seen with the version that it has after it was saved.</summary>
internal sealed record Examined(CredentialRequest Row, Cover Cover)
{
    public static async Task<Examined> Of(Work work, CredentialRequest row) => new(row, await Cover.Of(work.Db, row.Environment, work.Now));

    public static Outcome<RequestView> View(Outcome<Examined> outcome) =>
        outcome.Ok(out var examined, out var problem) ? RequestView.Of(examined.Row, examined.Cover) : problem;
}
