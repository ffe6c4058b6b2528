using System.Globalization;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Admin.Lists;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A tenant's list of credentials, and its export.</summary>
public sealed class CredentialListPages(HubPages pages, ListCredentials list)
{
    private static readonly string[] Known = ["environment", "kind", "state", "text", "sort"];

    private static readonly IReadOnlyList<(string, Func<CredentialRow, string?>)> Columns =
    [
        ("id", row => row.Id),
        ("environment", row => row.Environment.ToString()),
        ("kind", row => KindName.Spelled(row.Kind)),
        ("name", row => row.Name),
        ("owner", row => row.Owner),
        ("state", row => row.State.ToString()),
        ("live_secrets", row => row.LiveSecrets.ToString(CultureInfo.InvariantCulture)),
        ("next_end", row => Instant(row.NextEnd)),
        ("last_used", row => Instant(row.LastUsedAt)),
        ("created", row => Instant(row.CreatedAt)),
    ];

    public async Task Show(HttpContext http, Visit visit)
    {
        var filter = Filter(http.Request.Query);
        if (!(await list.Page(visit.Actor, filter, Value(http.Request.Query, "sort"), http.PageNumber())).Ok(out var rows, out var problem))
        {
            await pages.Refuse(http, problem);
            return;
        }
        await pages.Write<CredentialListPage>(
            http,
            StatusCodes.Status200OK,
            new
            {
                Filter = filter,
                Rows = rows,
                Address = Address.Of(http.Request, Known),
                Exported = new Address(
                    visit.Path("/credentials/export"),
                    Known.Select(name => KeyValuePair.Create(name, (string?)http.Request.Query[name].ToString()))
                ),
            }
        );
    }

    /// <summary>Exports all of them.</summary>
    public async Task Export(HttpContext http, Visit visit)
    {
        var query = http.Request.Query;
        var file = new ExportFile<CredentialRow>($"{visit.Actor.Tenant.Slug}-credentials", query["format"], Columns);
        var outcome = await list.Export(visit.Actor, Filter(query), Value(query, "sort"), file, http);
        if (!outcome.Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static CredentialFilter Filter(IQueryCollection query) =>
        new(Value(query, "environment"), Value(query, "kind"), Value(query, "state"), Value(query, "text"));

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

    private static string? Instant(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
