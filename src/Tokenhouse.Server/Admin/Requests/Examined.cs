using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>A request beside the contracts. What is changed is seen with the version that it has after it was saved.</summary>
internal sealed record Examined(CredentialRequest Row, Cover Cover)
{
    /// <summary>Where the first secret of the credential that came of it is fetched, if it has any.</summary>
    public HandOverLink? HandOver { get; init; }

    public static async Task<Examined> Of(Work work, CredentialRequest row) => new(row, await Cover.Of(work.Db, row.Environment, work.Now));

    public RequestView View => RequestView.Of(Row, Cover);

    public static Outcome<RequestView> Views(Outcome<Examined> outcome) =>
        outcome.Ok(out var examined, out var problem) ? examined.View : problem;
}
