using System.Net.Http.Json;
using System.Text.Json;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth;

/// <summary>
/// A request may name the API that its token is for (RFC 8707). It then gets the scopes of that API and no others, and is refused if it can't name that one.
/// </summary>
[Trait("Category", "Security")]
public sealed class ResourceIndicatorTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string Jobs = "https://api.example.com/jobs?v=3";
    private const string Bills = "urn:example:bills";
    private const string Closed = "urn:example:closed"; // the client has its scope, but the contract doesn't
    private const string Foreign = "urn:example:foreign"; // the contract has its scope, but the client doesn't

    private static readonly (string Api, string[] Scopes)[] Catalogue =
    [
        (Jobs, ["jobs.read", "jobs.write"]),
        (Bills, ["bills.read"]),
        (Closed, ["closed.read"]),
        (Foreign, ["foreign.read"]),
    ];

    private static readonly string[] Contract = ["jobs.read", "jobs.write", "bills.read", "foreign.read"];
    private static readonly string[] Given = ["jobs.read", "jobs.write", "bills.read", "closed.read"];

    /// <summary>What can't be named, with what the log says if the client proved its secret, and if it didn't.</summary>
    private static readonly ((string, string?)[] Named, RefusalKind Kind, string Sentence, string Withheld)[] Refused =
    [
        (
            [("resource", Jobs), ("audience", Bills)],
            RefusalKind.SeveralTargets,
            "resource and audience name 2 APIs, but a token is for one",
            "resource and audience name 2 APIs, but a token is for one"
        ),
        (
            [("resource", "https://api.example.com/jobs")],
            RefusalKind.TargetUnknown,
            "no API with scopes has the identifier https://api.example.com/jobs",
            "no API with scopes has the identifier that was sent"
        ),
        .. ((string[])[Jobs + "#part", "jobs", "/jobs", "https://api.example.com/" + new string('a', 200)]).Select(text =>
            (
                new (string, string?)[] { ("resource", text) },
                RefusalKind.TargetUnknown,
                "resource or audience isn't an absolute URI without a fragment, so it names no API",
                "resource or audience isn't an absolute URI without a fragment, so it names no API"
            )
        ),
        (
            [("resource", Foreign)],
            RefusalKind.TargetNotOfClient,
            "the client has no scope of the API urn:example:foreign",
            "the client has no scope of the API urn:example:foreign"
        ),
        (
            [("audience", Closed)],
            RefusalKind.ScopeNotInContract,
            "scope closed.read isn't in the LIVE contract",
            "scope closed.read isn't in the LIVE contract"
        ),
    ];

    [Theory]
    [InlineData(null, Jobs, "jobs.read jobs.write")]
    [InlineData(null, Bills, "bills.read")]
    [InlineData("bills.read jobs.write", Jobs, "jobs.write")]
    [InlineData("bills.read jobs.write", Bills, "bills.read")]
    [InlineData("jobs.read offline_access", Jobs, "jobs.read")]
    public async Task A_machine_gets_the_scopes_of_the_API_that_it_names(string? scope, string api, string granted)
    {
        var server = await Server();
        await Client(server, "ri-machine", ClientKind.Machine);
        foreach (var name in (string[])["resource", "audience"])
        {
            var answer = await Machine(server, "ri-machine", ("scope", scope), (name, api));
            await ShouldBeFor(server, "ri-machine", answer, api, granted);
        }
        (await Machine(server, "ri-machine")).Json.GetProperty("error").GetString().ShouldBe("invalid_scope"); // two APIs
    }

    [Fact]
    public async Task A_client_with_an_app_key_names_an_API_in_its_JSON()
    {
        var server = await Server();
        const string Key = "demo-live-app-key-0123456789abcd";
        var client = await Client(
            server,
            "61616161",
            ClientKind.AppKey,
            row =>
            {
                var keys = server.Services("dc3").GetRequiredService<AppKeys>();
                row.Secrets.Clear();
                row.Secrets.Add(keys.Seal(new(Key), row.Id, row.TenantId, TenantEnvironment.LIVE, server.Clock.GetUtcNow()));
            }
        );
        foreach (var (api, granted) in new[] { (Jobs, "jobs.read jobs.write"), (Bills, "bills.read") })
        {
            var answer = await Login(new() { ["resource"] = api });
            var token = new JsonWebToken(answer.Json.GetProperty("access_token").GetString());
            (token.Audiences.Single(), token.GetPayloadValue<string>("scope")).ShouldBe((api, granted));
        }
        var refused = await Login(new() { ["resource"] = Foreign });
        (refused.Status, refused.Json.GetProperty("error_type").GetString()).ShouldBe((400, "validation"));
        (await server.Refusals(refused, "dc3")).ShouldHaveSingleItem().Code.ShouldBe("invalid_target");

        async Task<Answer> Login(Dictionary<string, string> members)
        {
            members["app_id"] = client.Id;
            members["app_key"] = Key;
            using var response = await server.Http.PostAsJsonAsync(
                new Uri(BrowserSession.Dc3 + "/v1/login"),
                members,
                JsonSerializerOptions.Default
            );
            return await Answer.From(response);
        }
    }

    [Theory]
    [InlineData("Connect")]
    [InlineData("OAuthV2")]
    [InlineData("OAuth2Legacy")]
    public async Task A_person_is_asked_for_and_agrees_to_the_scopes_of_the_API_alone(string dialect)
    {
        var session = new BrowserSession(await Server());
        var id = "ri-person-" + dialect;
        await Client(session.Server, id);
        var integrator = new Integrator(session.Server, id) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

        await session.Open(integrator.Link(("scope", "openid email bills.read jobs.read"), ("resource", Jobs)));
        await session.SignIn();
        session
            .Page.QuerySelectorAll("ul[aria-labelledby=scopes] code")
            .Select(scope => scope.TextContent)
            .ShouldBe(["openid", "email", "jobs.read"]);
        await session.Decide("agree");

        var tokens = await integrator.Redeem(session.Response["code"], ("resource", Jobs));
        await ShouldBeFor(session.Server, id, tokens, Jobs, "openid email jobs.read");
        tokens.Json.TryGetProperty("id_token", out _).ShouldBeTrue();
        (await session.Server.AskUserInfo(tokens)).Json.GetProperty("email").GetString().ShouldBe(BrowserSession.Ada);
        foreach (var api in (string?[])[Jobs, null])
        {
            tokens = await integrator.Refresh(Refresh(tokens), ("resource", api));
            await ShouldBeFor(session.Server, id, tokens, Jobs, "openid email jobs.read");
        }
        (await session.Server.AskUserInfo(tokens)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Consent_to_one_API_is_none_to_another()
    {
        var session = new BrowserSession(await Server());
        await Client(session.Server, "ri-consent");
        var integrator = new Integrator(session.Server, "ri-consent");
        await integrator.Code(session, ("resource", Jobs));
        await session.Open(integrator.Link(("resource", Jobs), ("prompt", "none")));
        session.Response.ShouldContainKey("code");
        await session.Open(integrator.Link(("resource", Bills), ("prompt", "none")));
        session.Response["error"].ShouldBe("consent_required");
    }

    [Fact]
    public async Task What_cannot_be_named_is_refused_to_a_machine_and_the_log_says_why()
    {
        var server = await Server();
        await Client(server, "ri-refused", ClientKind.Machine);
        foreach (var (named, kind, sentence, _) in Refused)
        foreach (var scope in (string?[])[null, "jobs.read", "foreign.read"])
        {
            var answer = await Machine(server, "ri-refused", [("scope", scope), .. named]);
            (answer.Status, answer.Json.GetProperty("error").GetString()).ShouldBe((400, "invalid_target"));
            var row = await server.ShouldBeRefused(answer, "token", kind, sentence, "dc3");
            (row.Code, row.ClientId, row.IsProved).ShouldBe(("invalid_target", "ri-refused", true));
        }
    }

    [Fact]
    public async Task What_cannot_be_named_is_refused_at_the_authorization_endpoint_and_the_log_does_not_repeat_it()
    {
        var session = new BrowserSession(await Server());
        foreach (var (index, (named, kind, _, withheld)) in Refused.Index())
        {
            var id = $"ri-refused-web-{index}"; // equal refusals of one client become one row
            await Client(session.Server, id);
            await session.Open(new Integrator(session.Server, id).Link([("scope", "openid jobs.read"), .. named]));
            (session.Response["error"], session.Response["state"]).ShouldBe(("invalid_target", "xyz"));
            var row = await session.Server.ShouldBeRefused(session.Answer, "authorize", kind, withheld, "dc3");
            (row.ClientId, row.IsProved).ShouldBe((id, false));
        }
    }

    [Fact]
    public async Task The_tenant_reads_in_its_log_why_and_what_to_do()
    {
        var server = await Server();
        var client = await Client(server, "ri-log", ClientKind.Machine);
        var refused = await Machine(server, "ri-log", ("resource", "https://elsewhere.example/"));
        await server.Refusals(refused, "dc3"); // is written
        var token = await server.HubToken(client.TenantId, "hub.log.read");
        var log = await server.Call(token, HttpMethod.Get, $"/tenants/ri-log/log?correlation={refused.CorrelationId}");
        var entry = log.Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        (
            entry.GetProperty("kind").GetString(),
            entry.GetProperty("error").GetString(),
            entry.GetProperty("sentence").GetString(),
            entry.GetProperty("advice").GetString()
        ).ShouldBe(
            (
                "TargetUnknown",
                "invalid_target",
                "No API with scopes has the identifier https://elsewhere.example/.",
                "Ask the vendor for the identifier of the API, and send exactly that. It is also the aud of its tokens."
            )
        );
    }

    [Theory]
    [InlineData(Bills, RefusalKind.TargetNotOfScope, "the token would have no scope of the API urn:example:bills")]
    [InlineData(Foreign, RefusalKind.TargetNotOfScope, "the token would have no scope of the API urn:example:foreign")]
    [InlineData("urn:x", RefusalKind.TargetUnknown, "no API with scopes has the identifier urn:x")]
    public async Task A_grant_never_widens_to_another_API_and_a_refusal_spends_nothing(string other, RefusalKind kind, string sentence)
    {
        var session = new BrowserSession(await Server());
        var server = session.Server;
        await Client(server, "ri-wider");
        var integrator = new Integrator(server, "ri-wider");
        await integrator.Code(session, ("scope", "openid bills.read")); // the person agreed to that too, for another grant

        var code = await integrator.Code(session, ("scope", "openid jobs.read"));
        await ShouldBeRefused(await integrator.Redeem(code, ("resource", other)));
        var tokens = await integrator.Redeem(code, ("resource", Jobs));
        await ShouldBeRefused(await integrator.Refresh(Refresh(tokens), ("resource", other)));
        await ShouldBeRefused(await integrator.Refresh(Refresh(tokens), ("scope", "openid"), ("resource", other)));
        var wider = await integrator.Refresh(Refresh(tokens), ("scope", "openid jobs.read jobs.write"), ("resource", Jobs));
        wider.Json.GetProperty("error").GetString().ShouldBe("invalid_scope");
        await ShouldBeFor(server, "ri-wider", await integrator.Refresh(Refresh(tokens)), Jobs, "openid jobs.read");

        async Task ShouldBeRefused(Answer answer)
        {
            answer.Json.GetProperty("error").GetString().ShouldBe("invalid_target");
            await server.ShouldBeRefused(answer, "token", kind, sentence, "dc3");
        }
    }

    [Fact]
    public async Task A_narrow_access_token_does_not_narrow_the_grant()
    {
        var session = new BrowserSession(await Server());
        await Client(session.Server, "ri-narrow");
        var integrator = new Integrator(session.Server, "ri-narrow");
        var tokens = await integrator.Tokens(session, ("scope", "openid jobs.read jobs.write"), ("resource", Jobs));
        tokens = await integrator.Refresh(Refresh(tokens), ("scope", "jobs.read"), ("resource", Jobs));
        await ShouldBeFor(session.Server, "ri-narrow", tokens, Jobs, "jobs.read");
        tokens = await integrator.Refresh(Refresh(tokens));
        await ShouldBeFor(session.Server, "ri-narrow", tokens, Jobs, "openid jobs.read jobs.write");
    }

    /// <summary>The vendor splits an API. Who agreed before gets tokens for both, one at a time, from the same grant.</summary>
    [Fact]
    public async Task A_grant_whose_scopes_now_belong_to_two_APIs_gives_tokens_for_the_one_that_a_refresh_names()
    {
        var session = new BrowserSession(await Server());
        var server = session.Server;
        await Add(server, "urn:example:whole", "whole.read", "whole.write");
        await Client(server, "ri-split", with: row => row.Scopes = ["whole.read", "whole.write"], contract: ["whole.read", "whole.write"]);
        var integrator = new Integrator(server, "ri-split");
        var tokens = await integrator.Tokens(session, ("scope", "openid whole.read whole.write"));
        await server.Change(async db => db.Scopes.Remove(await db.Scopes.SingleAsync(scope => scope.Name == "whole.write")));
        await Add(server, "urn:example:half", "whole.write");

        var refused = await integrator.Refresh(Refresh(tokens));
        refused.Json.GetProperty("error").GetString().ShouldBe("invalid_scope");
        foreach (
            var (api, granted) in new[]
            {
                ("urn:example:half", "openid whole.write"),
                ("urn:example:whole", "openid whole.read"),
                ("urn:example:half", "openid whole.write"),
            }
        )
        {
            tokens = await integrator.Refresh(Refresh(tokens), ("resource", api));
            await ShouldBeFor(server, "ri-split", tokens, api, granted);
        }
    }

    [Fact]
    public async Task A_token_without_a_scope_of_the_API_is_refused()
    {
        var session = new BrowserSession(await Server());
        var server = session.Server;
        const string Sentence = "the token would have no scope of the API " + Jobs;
        await Client(server, "ri-none", ClientKind.Machine);
        await Client(server, "ri-none-web");
        var integrator = new Integrator(server, "ri-none-web");

        await server.ShouldBeRefused(
            await Machine(server, "ri-none", ("scope", "bills.read"), ("resource", Jobs)),
            "token",
            RefusalKind.TargetNotOfScope,
            Sentence,
            "dc3"
        );
        await session.Open(integrator.Link(("scope", "openid bills.read"), ("resource", Jobs)));
        session.Response["error"].ShouldBe("invalid_target");
        await server.ShouldBeRefused(session.Answer, "authorize", RefusalKind.TargetNotOfScope, Sentence, "dc3");
        var tokens = await integrator.Tokens(session, ("scope", "openid jobs.read"));
        var refused = await integrator.Refresh(Refresh(tokens), ("scope", "openid"), ("resource", Jobs));
        await server.ShouldBeRefused(refused, "token", RefusalKind.TargetNotOfScope, Sentence, "dc3");
    }

    [Theory]
    [InlineData("jobs.read foreign.read")]
    [InlineData("jobs.read closed.read")]
    [InlineData("jobs.read no.such.scope")]
    public async Task A_scope_that_the_client_may_not_have_is_refused_even_if_it_is_of_another_API(string scope)
    {
        var session = new BrowserSession(await Server());
        await Client(session.Server, "ri-strict", ClientKind.Machine);
        await Client(session.Server, "ri-strict-web");
        var answer = await Machine(session.Server, "ri-strict", ("scope", scope), ("resource", Jobs));
        answer.Json.GetProperty("error").GetString().ShouldBe("invalid_scope");
        await session.Open(new Integrator(session.Server, "ri-strict-web").Link(("scope", scope), ("resource", Jobs)));
        session.Response["error"].ShouldBe("invalid_scope");
    }

    [Fact]
    public async Task Whatever_a_machine_requests_it_gets_what_request_client_contract_and_API_have_in_common_at_most()
    {
        var server = await Server();
        string[] apis = ["urn:any:a", "urn:any:b", "urn:any:c"];
        var owners = apis.SelectMany(api => Enumerable.Range(0, 3).Select(i => (Scope: $"{api[^1]}.{i}", Api: api)))
            .ToDictionary(pair => pair.Scope, pair => pair.Api);
        foreach (var api in apis)
            await Add(server, api, [.. owners.Where(pair => pair.Value == api).Select(pair => pair.Key)]);
        var client = await Client(server, "ri-any", ClientKind.Machine);
        var some = Gen.ListOf(Gen.Elements(owners.Keys.ToArray())).Resize(40);
        var cases =
            from given in some
            from contract in some
            from asked in Gen.ListOf(Gen.Elements<string>([.. owners.Keys, "offline_access"])).Resize(4)
            from target in Gen.Elements<string?>([null, "urn:any:none", .. apis, .. apis])
            select (given.Distinct().ToList(), contract.Distinct().ToList(), asked.ToList(), target);
        var granted = 0;
        foreach (var (given, contract, asked, target) in cases.Sample(Iterations.Of(60, 2_000)))
        {
            await server.Change(async db =>
            {
                (await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == client.Id)).Scopes = given;
                foreach (var row in await db.Contracts.IgnoreQueryFilters().Where(row => row.TenantId == client.TenantId).ToListAsync())
                    row.Scopes = contract;
            });
            var scope = asked.Count == 0 ? null : string.Join(' ', asked);
            var answer = await Machine(server, "ri-any", ("scope", scope), ("resource", target));
            if (answer.Status != 200)
            {
                answer
                    .Json.GetProperty("error")
                    .GetString()
                    .ShouldBeOneOf("invalid_scope", target is null ? "invalid_scope" : "invalid_target");
                continue;
            }
            granted++;
            var api = new JsonWebToken(answer.Json.GetProperty("access_token").GetString()).Audiences.Single();
            var names = answer.Json.GetProperty("scope").GetString()!.Split(' ');
            api.ShouldBe(target ?? api);
            names.ShouldAllBe(name => owners[name] == api && given.Contains(name) && contract.Contains(name));
            names.ShouldAllBe(name => asked.Count == 0 || asked.Contains(name));
        }
        granted.ShouldBeGreaterThan(0);
    }

    private async Task<TestServer> Server()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        foreach (var (api, scopes) in Catalogue)
            await Add(server, api, scopes);
        return server;
    }

    /// <summary>Adds an API to the catalogue unless it is there already.</summary>
    private static async Task Add(TestServer server, string api, params string[] scopes)
    {
        await using (var db = server.Db("dc3"))
            if (await db.Apis.AnyAsync(row => row.Identifier == api))
                return;
        await server.Change(db =>
        {
            db.Apis.Add(
                new()
                {
                    Identifier = api,
                    Name = api,
                    Scopes = [.. scopes.Select(scope => new Scope { Name = scope, ApiIdentifier = api })],
                }
            );
            return Task.CompletedTask;
        });
    }

    /// <summary>A client in a tenant of its own, of which Ada is a member.</summary>
    private static async Task<Client> Client(
        TestServer server,
        string id,
        ClientKind kind = ClientKind.Web,
        Action<Client>? with = null,
        string[]? contract = null
    )
    {
        var tenant = await server.AddTenant(
            id.ToLowerInvariant(),
            row =>
            {
                row.Dialects.Add("AppKey");
                row.Contracts.ForEach(its => its.Scopes = [.. contract ?? Contract]);
            }
        );
        await server.AddMember(tenant);
        return await server.AddIntegrator(
            id,
            client =>
            {
                client.Scopes = [.. Given];
                client.RedirectUris = kind.MayActForPeople() ? client.RedirectUris : [];
                with?.Invoke(client);
            },
            kind,
            tenantId: tenant.Id
        );
    }

    private static Task<Answer> Machine(TestServer server, string id, params (string Name, string? Value)[] fields) =>
        server.Post(
            BrowserSession.Dc3 + "/connect/token",
            [
                ("grant_type", "client_credentials"),
                .. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!)),
            ],
            id
        );

    private static string Refresh(Answer tokens) => tokens.Json.GetProperty("refresh_token").GetString()!;

    /// <summary>That the response, the token and introspection all say what was granted.</summary>
    private static async Task ShouldBeFor(TestServer server, string id, Answer answer, string api, string scope)
    {
        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("scope").GetString().ShouldBe(scope);
        var token = answer.Json.GetProperty("access_token").GetString()!;
        if (token.Contains('.', StringComparison.Ordinal))
        {
            var jwt = new JsonWebToken(token);
            (jwt.Audiences.Single(), jwt.GetPayloadValue<string>("scope")).ShouldBe((api, scope));
        }
        var seen = (await server.Post(BrowserSession.Dc3 + "/connect/introspect", [("token", token)], id)).Json;
        (seen.GetProperty("aud").GetString(), seen.GetProperty("scope").GetString()).ShouldBe((api, scope));
    }
}
