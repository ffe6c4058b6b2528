using System.Globalization;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A tenant's list of credentials, and its export.</summary>
public sealed class CredentialListPages(HubPageWriter pages, ListCredentials list)
{
    private static readonly string[] Known = ["environment", "kind", "state", "text", "sort"];

    private static readonly IReadOnlyList<(string, Func<CredentialRow, string?>)> Columns =
    [
        ("id", row => row.Id),
        ("environment", row => row.Environment.ToString()),
        ("kind", row => ClientKindNames.Format(row.Kind)),
        ("name", row => row.Name),
        ("owner", row => row.Owner),
        ("state", row => row.State.ToString()),
        ("live_secrets", row => row.LiveSecrets.ToString(CultureInfo.InvariantCulture)),
        ("next_end", row => Instant(row.NextEnd)),
        ("last_used", row => Instant(row.LastUsedAt)),
        ("created", row => Instant(row.CreatedAt)),
    ];

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var filter = Filter(http.Request.Query);
        if (
            !(await list.Page(context.Caller, filter, Value(http.Request.Query, "sort"), http.PageNumber())).Ok(
                out var rows,
                out var problem
            )
        )
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
                ListUrl = ListUrl.Of(http.Request, Known),
                Exported = new ListUrl(
                    context.Path("/credentials/export"),
                    Known.Select(name => KeyValuePair.Create(name, (string?)http.Request.Query[name].ToString()))
                ),
            }
        );
    }

    /// <summary>Exports all of them.</summary>
    public async Task Export(HttpContext http, HubPageContext context)
    {
        var query = http.Request.Query;
        var file = new ExportFile<CredentialRow>($"{context.Caller.Tenant.Slug}-credentials", query["format"], Columns);
        var outcome = await list.Export(context.Caller, Filter(query), Value(query, "sort"), file, http);
        if (!outcome.Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static CredentialFilter Filter(IQueryCollection query) =>
        new(Value(query, "environment"), Value(query, "kind"), Value(query, "state"), Value(query, "text"));

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

    private static string? Instant(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
