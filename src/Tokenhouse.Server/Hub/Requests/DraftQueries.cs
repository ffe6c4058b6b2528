using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A tenant's drafts and returned requests.</summary>
internal static class DraftQueries
{
    /// <summary>The problem if the tenant has reached the limit.</summary>
    public static Task<Problem?> Full(AdminUnitOfWork work) =>
        work.Beyond(
            nameof(TenantBounds.Drafts),
            work.Db.Requests.Where(row => row.State == RequestState.Draft || row.State == RequestState.Returned)
        );
}
