using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The filter of a list of credentials. Pages ignore invalid values.</summary>
/// <param name="Environment"><c>LIVE</c> or <c>UAT</c>.</param>
/// <param name="Kind"><c>machine</c>, <c>web</c>, <c>browser</c>, <c>native</c> or <c>app-key</c>.</param>
/// <param name="State"><c>Active</c>, <c>Ending</c>, <c>Ended</c>, <c>Waiting</c> or <c>Disabled</c>.</param>
/// <param name="Text">Part of the ID, the name, the purpose, the owner or the contact.</param>
public sealed record CredentialFilter(string? Environment = null, string? Kind = null, string? State = null, string? Text = null)
{
    /// <summary>The problem if a value isn't understood.</summary>
    internal Problem? Fault =>
        new FilterFaults()
            .Environment(Environment)
            .OneOf("kind", Kind, ClientKindNames.Read(Kind) is not null, [.. ClientKindNames.All.Select(ClientKindNames.Format)])
            .OneOf("state", State, Enum.GetNames<CredentialState>())
            .Problem;

    internal IQueryable<CredentialRow> Of(Db db, DateTimeOffset now)
    {
        var all = db.Clients.Where(ClientKey.IsOfTenants);
        if (ClientKey.Read(Environment) is { } environment)
            all = all.Where(row => row.Environment == environment);
        if (ClientKindNames.Read(Kind) is { } kind)
            all = all.Where(row => row.Kind == kind);
        if (Text?.Trim() is { Length: > 0 } typed)
            all = Like(all, typed);
        var rows = all.AsNoTracking().Select(CredentialRow.Of(now));
        return Enum.TryParse<CredentialState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? rows.Where(row => row.State == state)
            : rows;
    }

    private static IQueryable<Client> Like(IQueryable<Client> all, string typed)
    {
        var text = typed.ToLowerInvariant();
        return all.Where(row =>
            DatabaseCasing.Lower(row.Id).Contains(text)
            || DatabaseCasing.Lower(row.Name).Contains(text)
            || DatabaseCasing.Lower(row.Purpose).Contains(text)
            || DatabaseCasing.Lower(row.Owner).Contains(text)
            || DatabaseCasing.Lower(row.Contact).Contains(text)
            || row.Name.Contains(typed) // SQLite only converts ASCII letters
        );
    }

    /// <summary>Sorted, then by ID, with UAT after LIVE.</summary>
    /// <param name="db">Sees the tenant.</param>
    /// <param name="now">The time.</param>
    /// <param name="sort"><c>name</c>, <c>id</c>, <c>used</c>, <c>ends</c> or <c>created</c>; with a leading minus in reverse.</param>
    internal IQueryable<CredentialRow> Sorted(Db db, DateTimeOffset now, string? sort)
    {
        var rows = Of(db, now);
        var sorted = sort switch
        {
            "-name" => rows.OrderByDescending(row => row.Name),
            "id" => rows.OrderBy(row => row.Id),
            "-id" => rows.OrderByDescending(row => row.Id),
            "used" => rows.OrderBy(row => row.LastUsedAt != null).ThenBy(row => row.LastUsedAt), // never first, on both databases
            "-used" => rows.OrderByDescending(row => row.LastUsedAt != null).ThenByDescending(row => row.LastUsedAt),
            "ends" => rows.OrderBy(row => row.NextEnd == null).ThenBy(row => row.NextEnd),
            "-ends" => rows.OrderByDescending(row => row.NextEnd == null).ThenByDescending(row => row.NextEnd),
            "created" => rows.OrderBy(row => row.CreatedAt),
            "-created" => rows.OrderByDescending(row => row.CreatedAt),
            _ => rows.OrderBy(row => row.Name),
        };
        return sorted.ThenBy(row => row.Id).ThenBy(row => row.Environment);
    }
}
