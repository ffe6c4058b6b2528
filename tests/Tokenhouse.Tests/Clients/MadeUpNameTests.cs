using Tokenhouse.Core;
using Tokenhouse.Tests.EventLog;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Clients;

/// <summary>What does not exist is refused without asking a database, however many names are made up; what was just made works.</summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class MadeUpNameTests(TestServers servers)
{
    private const int Tries = 200;

    /// <summary>Of a filter's false positives; each costs as much as every made-up name did before.</summary>
    private const int Few = Tries / 10;

    /// <summary>Each a way by which a stranger names something, with what is made up in place of <c>{0}</c>, and the status of the answer.</summary>
    public static TheoryData<string, string, string?, int> Ways =>
        new()
        {
            { "login.dc2.localhost", "/connect/token", "grant_type=client_credentials&client_id={0}&client_secret=x", 401 },
            { "login.dc2.localhost", "/connect/introspect", "client_id={0}&client_secret=x&token=x", 401 },
            { "login.dc2.localhost", "/connect/revoke", "client_id={0}&client_secret=x&token=x", 401 },
            {
                "login.dc2.localhost",
                "/connect/authorize?response_type=code&client_id={0}&redirect_uri=https%3A%2F%2Fx.example",
                null,
                400
            },
            { "{0}.login.localhost", "/connect/token", "grant_type=client_credentials&client_id=x&client_secret=x", 421 },
            { "{0}.loginuat.localhost", "/.well-known/oauth-authorization-server", null, 421 },
            { "{0}.localhost", "/", null, 421 },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Made_up_names_ask_no_database(string host, string path, string? form, int status)
    {
        var server = await servers.On(Database.Sqlite);
        await Ask("before"); // the lists of what there is are read once
        var before = server.Commands.Count;
        for (var i = 0; i < Tries; i++)
            await Ask($"made-up-{i}");
        (server.Commands.Count - before).ShouldBeLessThan(Few);

        async Task Ask(string name)
        {
            var address = new Uri($"http://{host.Replace("{0}", name)}:5080{path.Replace("{0}", name)}");
            using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, address);
            if (form is not null)
            {
                request.Content = new StringContent(form.Replace("{0}", name));
                request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
            }
            using var response = await server.Http.SendAsync(request);
            ((int)response.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task What_was_just_made_works_at_once_where_it_was_made_and_within_a_second_elsewhere()
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Clock = new(), Folder = folder.Path };
        await using var house = await TestServer.Start(plan);
        await using var second = await TestServer.Start(plan);
        foreach (var server in (TestServer[])[house, second])
        {
            (await server.Token(TestServer.Dc2, "just-made", "just-made-secret")).Status.ShouldBe(401);
            (await server.Token("http://just-made.login.localhost:5080", "just-made", "just-made-secret")).Status.ShouldBe(421);
        }
        await Make(house);
        (await house.Token(TestServer.Dc2, "just-made", "just-made-secret")).Status.ShouldBe(200);
        (await house.Token("http://just-made.login.localhost:5080", "just-made", "just-made-secret")).Status.ShouldBe(200);
        await second.HearOfChanges();
        (await second.Token(TestServer.Dc2, "just-made", "just-made-secret")).Status.ShouldBe(200);
        (await second.Token("http://just-made.login.localhost:5080", "just-made", "just-made-secret")).Status.ShouldBe(200);
    }

    private static async Task Make(TestServer server)
    {
        var now = server.Clock.GetUtcNow();
        await using var db = server.Db();
        db.Tenants.Add(
            new()
            {
                Id = 4711,
                Slug = "just-made",
                Name = "Just made",
                Dialects = ["Connect"],
                Contracts =
                [
                    new()
                    {
                        Id = Guid.CreateVersion7(now),
                        TenantId = 4711,
                        Environment = TenantEnvironment.LIVE,
                        Scopes = ["Public.Job.Read"],
                        From = now,
                    },
                ],
            }
        );
        db.Clients.Add(
            new()
            {
                Id = "just-made",
                TenantId = 4711,
                Environment = TenantEnvironment.LIVE,
                Kind = Tokenhouse.Core.ClientKind.Machine,
                Name = "Just made",
                Scopes = ["Public.Job.Read"],
                CreatedAt = now,
                Secrets = [Arrange.Secret("just-made", 4711, TenantEnvironment.LIVE, "just-made-secret", now)],
            }
        );
        await db.SaveChangesAsync();
    }
}
