using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>The requests of a tenant that it has not submitted, or must change.</summary>
internal static class Drafts
{
    /// <summary>The problem when the tenant has as many as it may.</summary>
    public static Task<Problem?> Full(Work work) =>
        work.Beyond(
            nameof(TenantBounds.Drafts),
            work.Db.Requests.Where(row => row.State == RequestState.Draft || row.State == RequestState.Returned)
        );
}
