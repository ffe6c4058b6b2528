using System.Net.Http.Headers;
using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth;

/// <summary>Bounds agree: whatever the server issues is accepted by every endpoint that takes it, whatever its length and letters.</summary>
[Trait("Category", "Security")]
public sealed class IssuedIsAcceptedTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Introspect = BrowserSession.Dc3 + "/connect/introspect";
    private const string Revoke = BrowserSession.Dc3 + "/connect/revoke";

    private static readonly string Letters = new([
        .. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(letter => letter is not ('"' or '\\')),
    ]);

    private static int count;

    /// <summary>Scopes of a length, in total of another: the extremes, and anything between.</summary>
    private static IEnumerable<(int Length, int Total)> Samples(int usual, int full) =>
        [
            (100, ScopeSet.MaxLength),
            (24, ScopeSet.MaxLength),
            (100, ScopeSet.MaxLength + 200),
            .. Gen.Choose(12, 100)
                .SelectMany(length => Gen.Choose(1, 12_000).Select(total => (length, total)))
                .Sample(Iterations.Of(usual, full)),
        ];

    [Fact]
    public async Task A_machines_token()
    {
        var server = (await browserSessions.On()).Server;
        foreach (var (length, total) in Samples(5, 200))
        {
            var wide = await Wide.Make(server, ClientKind.Machine, length, total);
            var answer = await Token(server, wide.Client);
            if (wide.Scope.Length > ScopeSet.MaxLength)
            {
                await server.ShouldBeRefused(
                    answer,
                    "token",
                    RefusalKind.ScopeTooLong,
                    $"the scopes have {wide.Scope.Length} characters together, more than fit into one token",
                    "dc3"
                );
                continue;
            }
            answer.Status.ShouldBe(200, answer.Body);
            var scope = answer.Json.GetProperty("scope").GetString()!;
            scope.Split(' ').ShouldBe(wide.Scope.Split(' '), ignoreOrder: true);
            var token = answer.Json.GetProperty("access_token").GetString()!;
            token.Length.ShouldBeLessThanOrEqualTo(Parameters.MaxTokenLength);
            foreach (var by in (string[])[wide.Client, wide.Api])
                (await server.Post(Introspect, [("token", token)], by)).Json.GetProperty("scope").GetString().ShouldBe(scope);
            (await Token(server, wide.Client, ("scope", scope))).Json.GetProperty("scope").GetString().ShouldBe(scope);
            (await server.Post(Revoke, [("token", token)], wide.Client)).Status.ShouldBe(200);
            (await server.Post(Introspect, [("token", token)], wide.Client)).Body.ShouldBe("""{"active":false}""");
        }
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [InlineData("OAuth2Legacy")]
    public async Task A_persons_tokens(string dialect)
    {
        var session = await browserSessions.On();
        var server = session.Server;
        foreach (var (length, total) in Samples(2, 60))
        {
            var wide = await Wide.Make(server, ClientKind.Web, length, total);
            var integrator = new Integrator(server, wide.Client) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };
            var all = wide.Scope + " openid";
            var asked = Uri.EscapeDataString(all).Length < 15_000 && all.Length <= ScopeSet.MaxLength ? all : null; // else all but openid
            await session.Authorize(integrator.Link(("scope", asked)));
            if (asked is null && wide.Scope.Length > ScopeSet.MaxLength)
            {
                session.Response["error"].ShouldBe("invalid_scope");
                continue;
            }
            var answer = await integrator.Redeem(session.Response["code"]);
            answer.Status.ShouldBe(200, answer.Body);
            var scope = answer.Json.GetProperty("scope").GetString()!;
            var (access, refresh) = (
                answer.Json.GetProperty("access_token").GetString()!,
                answer.Json.GetProperty("refresh_token").GetString()!
            );
            foreach (var token in (string[])[access, refresh])
                (await server.Post(Introspect, [("token", token)], wide.Client)).Json.GetProperty("scope").GetString().ShouldBe(scope);
            if (asked is not null && integrator.Dialect.Paths.TryGetValue(EndpointKind.UserInfo, out var userInfo))
                (await UserInfo(server, userInfo, access)).Status.ShouldBe(200);
            answer = await integrator.Refresh(refresh, ("scope", scope));
            answer.Status.ShouldBe(200, answer.Body);
            refresh = answer.Json.GetProperty("refresh_token").GetString()!;
            foreach (var token in (string[])[access, refresh])
            {
                (await server.Post(Revoke, [("token", token)], wide.Client)).Status.ShouldBe(200);
                (await server.Post(Introspect, [("token", token)], wide.Client)).Body.ShouldBe("""{"active":false}""");
            }
        }
    }

    private static Task<Answer> Token(TestServer server, string client, params (string Name, string Value)[] fields) =>
        server.Post(BrowserSession.Dc3 + "/connect/token", [("grant_type", "client_credentials"), .. fields], client);

    private static async Task<Answer> UserInfo(TestServer server, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    /// <summary>An API with many scopes, a client that has them all, and one of the API's: with the longest names that there may be.</summary>
    private sealed record Wide(string Client, string Api, string Scope)
    {
        private const int Shortest = 12;

        public static async Task<Wide> Make(TestServer server, ClientKind kind, int length, int total)
        {
            var number = Interlocked.Increment(ref count);
            var (api, client) = ($"urn:wide:{number}:".PadRight(200, 'a'), $"wide-{number}-".PadRight(100, 'c'));
            List<string> names = [];
            for (var left = Math.Max(total, Shortest); left >= Shortest && names.Count < 1000; left -= length + 1)
                names.Add(Name(number, names.Count, Math.Min(length, left)));
            await server.Change(db =>
            {
                db.Apis.Add(
                    new()
                    {
                        Identifier = api,
                        Name = "Wide",
                        Scopes = [.. names.Select(name => new Scope { Name = name, ApiIdentifier = api })],
                    }
                );
                db.Clients.Add(
                    new()
                    {
                        Id = "api-" + client[..90],
                        TenantId = Datacentre.Vendor,
                        Environment = TenantEnvironment.LIVE,
                        Kind = ClientKind.Api,
                        Name = "Wide",
                        ApiIdentifier = api,
                        Scopes = [],
                        CreatedAt = server.Clock.GetUtcNow(),
                        Secrets =
                        [
                            Arrange.Secret(
                                "api-" + client[..90],
                                Datacentre.Vendor,
                                TenantEnvironment.LIVE,
                                "api-" + client[..90] + "-demo-secret",
                                server.Clock.GetUtcNow()
                            ),
                        ],
                    }
                );
                return Task.CompletedTask;
            });
            var tenant = await server.AddTenant(
                $"wide-{number}-".PadRight(63, 's'),
                row => row.Contracts.ForEach(contract => contract.Scopes = [.. names, "openid"])
            );
            await server.AddMember(tenant);
            await server.AddIntegrator(
                client,
                row =>
                {
                    row.Scopes = kind.MayActForPeople() ? [.. names, "openid"] : names;
                    row.RedirectUris = kind.MayActForPeople() ? row.RedirectUris : [];
                },
                kind,
                tenantId: tenant.Id
            );
            return new(client, "api-" + client[..90], string.Join(' ', names));
        }

        /// <summary>A scope that no other is, of letters that JSON and forms would rather escape.</summary>
        private static string Name(int number, int index, int length)
        {
            var name = $"w{number}.{index}.";
            return name + new string([.. Enumerable.Range(0, length - name.Length).Select(i => Letters[(i + index) % Letters.Length])]);
        }
    }
}
