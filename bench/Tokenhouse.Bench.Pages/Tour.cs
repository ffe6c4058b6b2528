using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Bench.Pages;

/// <summary>
/// Which pages are looked at: all that the table of routes has, and lists also as people search, sort and leaf through them. Pages of a tenant are
/// Acme's.
/// </summary>
internal static partial class Tour
{
    private const string Manager = "manager@acme.example";
    private const string Operator = "operator@tokenhouse.example";

    /// <summary>Files, which are as long as the list is.</summary>
    private const string File = "/export";

    /// <summary>What people make of lists: the path without its parameters, then what they ask.</summary>
    private static readonly (string Page, string Query)[] Asked =
    [
        ("/t/{tenant}/credentials", "text=payroll&page=40"),
        ("/t/{tenant}/credentials", "sort=-used"),
        ("/t/{tenant}/credentials", "sort=ends&state=ending"),
        ("/t/{tenant}/credentials", "text=nothing+like+it"),
        ("/t/{tenant}/log", "outcome=all"),
        ("/t/{tenant}/log", "outcome=issued"),
        ("/t/{tenant}/log", $"credential={Rows.BusyClient}&outcome=all"),
        ("/t/{tenant}/log", "credential=dc2-bench000123"),
        ("/t/{tenant}/log", "kind=ExpiredSecret"),
        ("/t/{tenant}/log", "kind=TenantDisabled&environment=uat&operation=api"),
        ("/t/{tenant}/log", "address=203.0.113.8"),
        ("/t/{tenant}/log", "address=203.0.113.8&dialect=OAuthV2&credential=dc2-bench000123"),
        ("/t/{tenant}/log", "correlation=bench-00400000"),
        ("/t/{tenant}/log", "correlation=nothing-like-it"),
        ("/t/{tenant}/log", "dialect=OAuth2Legacy&environment=live&outcome=all"),
        ("/t/{tenant}/log", "operation=sign-in"),
        ("/t/{tenant}/log", "operation=introspect&environment=live"),
        ("/t/{tenant}/log", "from=2026-01-01&until=2026-01-02&outcome=all"),
        ("/t/{tenant}/audit", "actor=developer"),
        ("/t/{tenant}/audit", "target=dc2-bench000123"),
        ("/t/{tenant}/audit", "act=secret.added&from=2026-01-01"),
        ("/t/{tenant}/audit", "actor=nobody+like+it"),
        ("/t/{tenant}/requests", "page=20"),
        ("/t/{tenant}/people", "search=colleague&sort=-seen&page=5"),
        ("/operator/tenants", "page=150"),
        ("/operator/tenants", "sort=-created&state=enabled"),
        ("/operator/tenants", "search=holding&page=10"),
        ("/operator/tenants", "search=nothing+like+it"),
        ("/operator/requests", "page=30"),
        ("/operator/requests", "environment=uat"),
        ("/operator/dialects/{dialect}", "sort=client&page=5"),
    ];

    /// <summary>Pages of one thing that is not there for long: a link that was just made.</summary>
    private static readonly string[] OfALink = ["/t/{tenant}/credentials/{environment}/{client}/hand-over"];

    /// <param name="Name">As the table has it.</param>
    /// <param name="Path">As it is asked for.</param>
    /// <param name="Who">Who looks.</param>
    internal sealed record Stop(string Name, string Path, string Who);

    public static async Task<IReadOnlyList<Stop>> Of(BenchServer server)
    {
        var pages = server.Pages().Where(page => !IsLeftOut(Pattern(page))).ToDictionary(Pattern);
        if (Asked.Where(asked => !pages.ContainsKey(asked.Page)).Select(asked => asked.Page).ToList() is { Count: > 0 } gone)
            throw new InvalidOperationException($"There is no {string.Join(", ", gone)} any more.");
        await using var db = server.Db();
        db.Tenant = Scale.Acme;
        var values = await Values(db);
        return
        [
            .. from asked in pages.Keys.Select(page => (Page: page, Query: "")).Concat(Asked)
            orderby asked.Page, asked.Query
            let query = asked.Query.Length > 0 ? "?" + asked.Query : ""
            let needed = asked.Page == "/operator/catalogue/api" ? "?identifier=urn:tokenhouse:hr" : query
            select new Stop(asked.Page + query, Filled(asked.Page, values) + needed, Who(pages[asked.Page])),
        ];
    }

    private static bool IsLeftOut(string pattern) => pattern.EndsWith(File, StringComparison.Ordinal) || OfALink.Contains(pattern);

    private static string Pattern(RouteEndpoint page) => page.RoutePattern.RawText!;

    /// <summary>Operators hold no secret of a tenant, and Managers do not decide for the vendor.</summary>
    private static string Who(RouteEndpoint page) =>
        Pattern(page).StartsWith("/operator", StringComparison.Ordinal)
        || page.Metadata.GetRequiredMetadata<Permission>().Right is Right.Operate
            ? Operator
            : Manager;

    /// <summary>What stands for the parameters of a path; those of some pages differ, since they are there only for some things.</summary>
    private static async Task<Dictionary<string, string>> Values(Db db) =>
        new()
        {
            ["tenant"] = "acme",
            ["environment"] = "live",
            ["client"] = Rows.BusyClient,
            ["dialect"] = "OAuth2Legacy",
            ["algorithm"] = "ES256",
            ["secret"] = $"{(await db.Secrets.FirstAsync(secret => secret.ClientId == Rows.BusyClient)).Id}",
            ["contract"] = $"{(await db.Contracts.FirstAsync(contract => contract.Environment == TenantEnvironment.LIVE)).Id}",
            ["person"] = $"{(await db.Accounts.FirstAsync(account => account.Email == "colleague-0003@acme.example")).Id}",
            ["/requests/{request:guid}"] = await Request(db, RequestState.Declined),
            ["/requests/{request:guid}/edit"] = await Request(db, RequestState.Draft),
            ["/requests/{request:guid}/decide"] = await Request(db, RequestState.Submitted),
            ["/credentials/{environment}/{client}/go-live"] = $"/credentials/UAT/{await UatClient(db)}/go-live",
        };

    private static string Filled(string pattern, Dictionary<string, string> values)
    {
        foreach (var (ending, path) in values.Where(value => value.Key[0] == '/' && pattern.EndsWith(value.Key, StringComparison.Ordinal)))
            pattern = pattern[..^ending.Length] + path;
        return Parameter().Replace(pattern, match => Uri.EscapeDataString(values[match.Groups[1].Value]));
    }

    private static async Task<string> Request(Db db, RequestState state)
    {
        var row = await db.Requests.FirstAsync(request => request.State == state);
        var below = state switch
        {
            RequestState.Draft => "/edit",
            RequestState.Submitted => "/decide",
            _ => "",
        };
        return $"/requests/{row.Id}{below}";
    }

    private static async Task<string> UatClient(Db db) =>
        (
            await db.Clients.FirstAsync(client =>
                client.Environment == TenantEnvironment.UAT && client.Kind == ClientKind.Machine && client.DisabledAt == null
            )
        ).Id;

    [GeneratedRegex(@"{(\w+)(:\w+)?}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
