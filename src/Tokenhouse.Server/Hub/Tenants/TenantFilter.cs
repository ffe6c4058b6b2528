using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>The filter and sort order of a list of tenants.</summary>
/// <param name="Search">A part of the name or the slug, or the whole number.</param>
/// <param name="State"><c>enabled</c>, <c>disabled</c>, or both.</param>
/// <param name="Sort"><c>name</c>, <c>slug</c>, <c>id</c> or <c>created</c>; with a leading minus in reverse.</param>
public sealed record TenantFilter(string? Search = null, string? State = null, string? Sort = null)
{
    private static readonly string[] States = ["enabled", "disabled"];

    private static readonly string[] Sorts = ["name", "-name", "slug", "-slug", "id", "-id", "created", "-created"];

    /// <summary>The problem if the state or the sort order isn't understood.</summary>
    internal Problem? Fault => new FilterFaults().OneOf("state", State, States).OneOf("sort", Sort, Sorts).Problem;

    internal IQueryable<Tenant> Of(Db db)
    {
        IQueryable<Tenant> all = db.Tenants.AsNoTracking();
        all = State switch
        {
            "enabled" => all.Where(row => row.DisabledAt == null),
            "disabled" => all.Where(row => row.DisabledAt != null),
            _ => all,
        };
        if (Search?.Trim() is not { Length: > 0 } typed)
            return all;
        var part = typed.ToLowerInvariant();
        var number = WholeNumber.ReadLong(typed) ?? 0;
        return all.Where(row =>
            row.Id == number || row.Slug.Contains(part) || row.Name.Contains(typed) || DatabaseCasing.Lower(row.Name).Contains(part)
        );
    }

    /// <summary>Sorted as requested, then by number.</summary>
    internal IQueryable<Tenant> Sorted(Db db) =>
        Sort switch
        {
            "-name" => Of(db).OrderByDescending(row => DatabaseCasing.Lower(row.Name)).ThenBy(row => row.Id),
            "slug" => Of(db).OrderBy(row => row.Slug),
            "-slug" => Of(db).OrderByDescending(row => row.Slug),
            "id" => Of(db).OrderBy(row => row.Id),
            "-id" => Of(db).OrderByDescending(row => row.Id),
            "created" => Of(db).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id),
            "-created" => Of(db).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id),
            _ => Of(db).OrderBy(row => DatabaseCasing.Lower(row.Name)).ThenBy(row => row.Id),
        };
}
