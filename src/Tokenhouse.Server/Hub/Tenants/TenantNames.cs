using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>
/// Numbers and slugs of a datacentre's new tenants. A number comes from the datacentre's own range, or a person chooses it. A chosen number, like a slug, can be
/// neither in another datacentre's range nor used anywhere in this process.
/// </summary>
/// <param name="datacentre">The datacentre.</param>
/// <param name="reserved">The reserved slugs.</param>
/// <param name="ranges">The number ranges of all configured datacentres, by name.</param>
/// <param name="registry">The tenants of the other datacentres in this process.</param>
public sealed class TenantNames(
    Datacentre datacentre,
    ReservedSlugs reserved,
    IReadOnlyDictionary<string, TenantNumberRange> ranges,
    TenantRegistry registry
)
{
    private TenantNumberRange Own => ranges[datacentre.Name];

    /// <summary>Creates one tenant at a time.</summary>
    public Task<T> RunExclusively<T>(Func<Task<T>> create) => registry.RunExclusively(create);

    /// <summary>Why a new tenant can't have the slug, as a sentence; null if it can.</summary>
    public async Task<string?> SlugFault(Db db, string slug)
    {
        if (reserved.Fault(slug) is { } fault)
            return fault;
        if (await db.Tenants.AnyAsync(row => row.Slug == slug))
            return $"Another tenant already has the slug {slug}.";
        return await registry.HolderOf(slug, datacentre.Name) is { } other ? $"A tenant at {other} already has the slug {slug}." : null;
    }

    /// <summary>Why a new tenant can't have the chosen number, as a sentence; null if it can.</summary>
    public async Task<string?> NumberFault(Db db, long id)
    {
        if (id <= 0)
            return "A tenant's number must be greater than zero.";
        if (id > TenantNumberRange.Greatest)
            return "A tenant's number can have at most fifteen digits.";
        var spelled = id.ToString(CultureInfo.InvariantCulture);
        if (await db.Tenants.AnyAsync(row => row.Id == id))
            return $"Another tenant already has the number {spelled}.";
        if (await registry.HolderOf(id, datacentre.Name) is { } other)
            return $"A tenant at {other} already has the number {spelled}.";
        return ranges.FirstOrDefault(range => range.Key != datacentre.Name && range.Value.Contains(id)).Key is { } owner
            ? $"The number {spelled} is in the range of {owner}. Choose one from {Own}, or leave it empty."
            : null;
    }

    /// <summary>The first free number in the datacentre's range; null if there is none.</summary>
    public async Task<long?> Generate(Db db)
    {
        var first = Own.First;
        while (await Free(db, first) is { } id)
        {
            if (await registry.HolderOf(id, datacentre.Name) is null)
                return id;
            first = id + 1;
        }
        return null;
    }

    /// <summary>The first number from there that no tenant of this datacentre has.</summary>
    private async Task<long?> Free(Db db, long first)
    {
        if (first > Own.Last)
            return null;
        if (!await db.Tenants.AnyAsync(row => row.Id == first))
            return first;
        var last = Own.Last;
        return await db
                .Tenants.Where(row => row.Id >= first && row.Id < last && !db.Tenants.Any(next => next.Id == row.Id + 1))
                .MinAsync(row => (long?)row.Id) + 1;
    }
}
