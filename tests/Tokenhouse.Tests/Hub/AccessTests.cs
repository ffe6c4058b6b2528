using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Hub.Attacks;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub;

/// <summary>
/// Walks every page and every route of the Hub as everybody who could come there, as the table of routes and the description of the API have
/// them, and finds only what the table of roles allows.
/// </summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class AccessTests(TestServers servers)
{
    private const long Nordia = 451;
    private const long Globex = 6784;

    private static readonly Right[] Reader = [Right.See];
    private static readonly Right[] Developer = [Right.See, Right.Work, Right.HoldSecrets];
    private static readonly Right[] Manager = [Right.See, Right.Work, Right.HoldSecrets, Right.ManagePeople];

    /// <summary>Written here once more, so that a slip in the table that counts is noticed.</summary>
    private static readonly Dictionary<string, (long Tenant, Role Role, Right[] InTenant, Right[] OverAll)> People = new()
    {
        ["member"] = (Nordia, Role.Member, [], []),
        ["reader"] = (Nordia, Role.Reader, Reader, []),
        ["developer"] = (Nordia, Role.Developer, Developer, []),
        ["manager"] = (Nordia, Role.Manager, Manager, []),
        ["manager of another tenant"] = (Globex, Role.Manager, [], []),
        ["operator who reads"] = (Datacentre.Vendor, Role.Reader, [Right.See], Reader),
        ["operator"] = (Datacentre.Vendor, Role.Developer, [Right.See, Right.Work, Right.Operate], [.. Developer, Right.Operate]),
        ["senior operator"] = (
            Datacentre.Vendor,
            Role.Manager,
            [Right.See, Right.Work, Right.ManagePeople, Right.Operate],
            [.. Manager, Right.Operate]
        ),
    };

    public static IEnumerable<object[]> Everybody => People.Keys.Select(who => new object[] { who });

    [Theory]
    [MemberData(nameof(Everybody))]
    public async Task Pages_are_there_for_those_alone_who_may_see_them(string who)
    {
        var server = await servers.On(Database.Sqlite);
        var session = await Come(server, who);
        var wrong = new List<string>();
        foreach (var page in Pages(server).Where(page => Method(page) == "GET"))
        {
            await session.Open(BrowserSession.Hub + Filled(page));
            var isThere = session.Answer.Status != 404;
            if (!May(who, page) ? isThere : !isThere && IsFilled(page))
                wrong.Add($"{page.RoutePattern.RawText}: {session.Answer.Status}");
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public async Task Forms_are_not_there_for_those_who_may_not_send_them(string who)
    {
        var server = await servers.On(Database.Postgres);
        var session = await Come(server, who);
        await session.Open(BrowserSession.Hub + "/");
        var token = session.Page.QuerySelector("form[action='/sign-out'] input[type=hidden]")!;
        var wrong = new List<string>();
        foreach (var form in Pages(server).Where(form => Method(form) == "POST" && !May(who, form)))
        {
            await session.Go(
                new(HttpMethod.Post, BrowserSession.Hub + Filled(form))
                {
                    Content = new FormUrlEncodedContent([KeyValuePair.Create(token.GetAttribute("name")!, token.GetAttribute("value")!)]),
                }
            );
            if (session.Answer.Status != 404)
                wrong.Add($"{form.RoutePattern.RawText}: {session.Answer.Status}");
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_sent_to_sign_in_from_every_page()
    {
        var server = await servers.On();
        foreach (var page in Pages(server).Where(page => Method(page) == "GET"))
        {
            var answer = await server.Get(BrowserSession.Hub + Filled(page));
            (answer.Status, answer["Location"]?.Split('?')[0]).ShouldBe(
                (303, BrowserSession.Dc3 + "/connect/authorize"),
                page.RoutePattern.RawText
            );
        }
    }

    [Fact]
    public async Task The_description_has_every_route_of_the_API_with_its_scope()
    {
        var server = await servers.On();
        var described = await Described(server);
        described
            .Select(operation => (operation.Method, operation.Path, operation.Scope))
            .ShouldBe(
                Routes(server).Select(route => (Method(route), Plain(route), route.Metadata.GetMetadata<Permission>()!.Scope)),
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task No_route_of_the_API_answers_without_the_right_token()
    {
        var server = await servers.On();
        var stranger = await server.Add("walker", []);
        var all = HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn).ToArray();
        var other = await HubProgram.Of(server, stranger.Id, all);
        var vendor = await HubProgram.Of(server, Datacentre.Vendor, all);
        var wrong = new List<string>();
        foreach (var (method, path, scope) in await Described(server))
        {
            var ours = await HubProgram.Of(server, HubProgram.Acme, scope == "hub.log.read" ? "hub.audit.read" : "hub.log.read");
            var address = Regex.Replace(path.Replace("{tenant}", "acme", StringComparison.Ordinal), "{[^}]*}", Nothing, default, Wait);
            using var nobody = new HttpRequestMessage(new(method), HubProgram.Dc2 + address);
            using var refused = await server.Http.SendAsync(nobody);
            if ((int)refused.StatusCode != 401)
                wrong.Add($"{method} {path} without a token: {(int)refused.StatusCode}");
            var below = address.Replace("/api/v1/tenants", "", StringComparison.Ordinal);
            if (!below.StartsWith("/api/", StringComparison.Ordinal) && (await other.Send(new(method), below, "{}")).Status != 404)
                wrong.Add($"{method} {path} of another tenant");
            if (
                !below.StartsWith("/api/", StringComparison.Ordinal)
                && (await ours.Send(new(method), below, "{}")).Status is not (403 or 404)
            )
                wrong.Add($"{method} {path} with another scope");
            if (HoldsSecrets(server, method, path) && (await vendor.Send(new(method), below, "{}")).Status != 404)
                wrong.Add($"{method} {path} by the vendor, who holds no secret of others");
        }
        wrong.ShouldBeEmpty();
    }

    /// <summary>What nothing is called.</summary>
    private const string Nothing = "01900000-0000-7000-8000-000000000000";

    private static TimeSpan Wait => TimeSpan.FromSeconds(1);

    private static async Task<BrowserSession> Come(TestServer server, string who)
    {
        var (tenant, role, _, _) = People[who];
        return await server.AtHub(tenant, role);
    }

    private static IEnumerable<RouteEndpoint> Pages(TestServer server) =>
        RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.GetMetadata<Permission>() is not null)
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private static IEnumerable<RouteEndpoint> Routes(TestServer server) =>
        RouteTable.OfHub(server).Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal));

    private static bool May(string who, RouteEndpoint page)
    {
        var (_, _, inTenant, overAll) = People[who];
        var rights = page.RoutePattern.RawText!.StartsWith("/operator", StringComparison.Ordinal) ? overAll : inTenant;
        return rights.Contains(page.Metadata.GetMetadata<Permission>()!.Right);
    }

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();

    /// <summary>What a path is filled with; what is not here names something that the walk did not make.</summary>
    private static readonly Dictionary<string, string> Values = new()
    {
        ["tenant"] = "nordia",
        ["environment"] = "live",
        ["client"] = "nordia-erp",
    };

    private static string Filled(RouteEndpoint route) =>
        Regex.Replace(
            route.RoutePattern.RawText!,
            @"{(\w+)(:\w+)?}",
            match => Values.GetValueOrDefault(match.Groups[1].Value) ?? Nothing,
            default,
            Wait
        );

    /// <summary>Pages that are there only for what the walk does not have: a UAT credential, a link that is good, the name of an API.</summary>
    private static readonly string[] OfSomethingElse =
    [
        "/t/{tenant}/credentials/{environment}/{client}/go-live",
        "/t/{tenant}/credentials/{environment}/{client}/hand-over",
        "/operator/catalogue/api",
    ];

    private static bool IsFilled(RouteEndpoint route) =>
        !OfSomethingElse.Contains(route.RoutePattern.RawText)
        && route.RoutePattern.Parameters.All(parameter => Values.ContainsKey(parameter.Name));

    private static string Plain(RouteEndpoint route) =>
        Regex.Replace(route.RoutePattern.RawText!, @"{(\w+):\w+}", "{$1}", default, Wait).TrimEnd('/');

    private static bool HoldsSecrets(TestServer server, string method, string path) =>
        Routes(server).Single(route => Method(route) == method && Plain(route) == path).Metadata.GetMetadata<Permission>()!.Right
        is Right.HoldSecrets;

    private static async Task<IReadOnlyList<(string Method, string Path, string Scope)>> Described(TestServer server)
    {
        var document = (await server.Get(HubProgram.Dc2 + "/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select (operation.Name.ToUpperInvariant(), path.Name, Scope(operation.Value)),
        ];
    }

    private static string Scope(JsonElement operation) =>
        operation.GetProperty("security")[0].GetProperty("client_credentials")[0].GetString()!;
}
