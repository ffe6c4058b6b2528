using System.ComponentModel;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Lists the tenants of the datacentre, for the vendor's people and programs.</summary>
public sealed class ListTenants(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    public Task<Result<ListPage<TenantEntry>, Problem>> Execute(Caller caller, TenantFilter filter, int page) =>
        operations.ReadAcrossTenants<ListPage<TenantEntry>>(
            caller,
            Needed,
            async (db, _) => await filter.Sorted(db).Select(TenantEntry.Of).Slice(page)
        );

    /// <summary>The same for programs, by number.</summary>
    public Task<Result<Batch<TenantEntry>, Problem>> Execute(Caller caller, TenantFilter filter, string? cursor, int? size) =>
        operations.ReadAcrossTenants<Batch<TenantEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (filter.Fault is { } fault)
                    return fault;
                if ((cursor is null ? 0 : WholeNumber.ReadLong(Cursor.Read(cursor))) is not { } after)
                    return Problem.Invalid(
                        "cursor",
                        "This cursor isn't valid for this list. Send it exactly as returned, or omit it to start."
                    );
                var rows = filter.Of(db).Where(row => row.Id > after).OrderBy(row => row.Id).Select(TenantEntry.Of);
                var most = Batch<TenantEntry>.Size(size);
                return Batch<TenantEntry>.Of(
                    await rows.Take(most + 1).ToListAsync(),
                    most,
                    row => row.Id.ToString(CultureInfo.InvariantCulture)
                );
            }
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet(
                "/tenants",
                async (
                    HttpContext http,
                    [Description("A part of the name or the slug, or the whole number.")] string? search,
                    [Description("`enabled`, `disabled`, or both if you leave it out.")] string? state,
                    string? cursor,
                    int? size,
                    ListTenants list
                ) => (await list.Execute(http.Caller(), new(search, state), cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<TenantEntry>>()
            .WithName("ListTenants")
            .WithSummary("Lists the tenants of the datacentre.");
}
