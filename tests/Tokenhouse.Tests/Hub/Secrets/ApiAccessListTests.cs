using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Credentials;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Secrets;

/// <summary>Settings, API Access, where there are very many app ids: every one can be reached, by people and by programs.</summary>
[Collection<CredentialServers>]
public sealed class ApiAccessListTests(TestServers servers)
{
    private const int Many = 230;

    [Fact]
    public async Task People_turn_its_pages()
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var session = await server.AtHub(tenant, Role.Developer);
        var names = new List<string>();
        for (var path = $"/t/{tenant.Slug}/settings/api-access"; ; path = session.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!)
        {
            await session.OpenHub(path);
            names.AddRange(session.Texts(".side h2 a"));
            if (session.Page.QuerySelector("a[rel=next]") is null)
                break;
        }
        session.Page.QuerySelector(".pager span").Text().ShouldBe("201–230 of 230");
        names.ShouldBe(Enumerable.Range(0, Many).Select(Name));
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access?page=999");
        session.Texts(".side h2 a").Count.ShouldBe(30); // past the end the last one
    }

    [Fact]
    public async Task Programs_go_on_from_a_cursor()
    {
        var (server, tenant) = await Arranged(Databases.Default);
        var token = await server.HubToken(tenant.Id, "hub.credentials.read");
        var (ids, cursor) = (new List<string>(), "");
        do
        {
            var answer = await server.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/api-access?size=100&cursor={cursor}");
            var items = answer.Json.GetProperty("items").EnumerateArray().ToList();
            items.Count.ShouldBe(ids.Count == 200 ? 30 : 100);
            ids.AddRange(items.Select(item => item.GetProperty("app_id").GetString()!));
            cursor = answer.Json.TryGetProperty("next", out var next) ? next.GetString()! : "";
        } while (cursor.Length > 0);
        ids.Distinct().Count().ShouldBe(Many);
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        var wrong = await server.Call(token, HttpMethod.Get, $"/tenants/{tenant.Slug}/api-access?cursor=!");
        (wrong.Status, wrong.Json.GetProperty("fields").GetProperty("cursor").GetString()).ShouldBe(
            (422, "This cursor isn't valid for this list. Start again without one.")
        );
    }

    private static string Name(int number) => "Key " + number.ToString("000", CultureInfo.InvariantCulture);

    private async Task<(TestServer House, Tenant Tenant)> Arranged(Database database)
    {
        var server = await servers.On(database);
        var tenant = await server.AddTenant("many-app-keys");
        await using var db = server.Db("dc3");
        db.Tenant = tenant.Id;
        if (!db.Clients.Any())
            await server.Change(db =>
            {
                db.Clients.AddRange(
                    Enumerable
                        .Range(0, Many)
                        .Select(number => new Client
                        {
                            Id = (80_000_000 + (number * 7919 % Many)).ToString(CultureInfo.InvariantCulture),
                            TenantId = tenant.Id,
                            Environment = number < 100 ? TenantEnvironment.LIVE : TenantEnvironment.UAT,
                            Kind = ClientKind.AppKey,
                            Name = Name(number),
                            Scopes = [],
                            CreatedAt = server.Clock.GetUtcNow(),
                        })
                );
                return Task.CompletedTask;
            });
        return (server, tenant);
    }
}
