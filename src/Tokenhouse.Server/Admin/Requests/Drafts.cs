using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>A tenant's drafts and returned requests.</summary>
internal static class Drafts
{
    /// <summary>The problem if the tenant has reached the limit.</summary>
    public static Task<Problem?> Full(Work work) =>
        work.Beyond(
            nameof(TenantBounds.Drafts),
            work.Db.Requests.Where(row => row.State == RequestState.Draft || row.State == RequestState.Returned)
        );
}
