using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Credentials;

/// <summary>How a credential that acts for people gets ID tokens and refreshes: who may set what, and what it does.</summary>
[Collection<CredentialServers>]
public sealed class TokenSettingsTests(TestServers servers)
{
    private const string Below = "/token-settings";
    private const string Usual =
        """{"id_token_algorithm":"RS256","refresh_grace_seconds":null,"idle_days":null,"family_days":null,"version":null}""";

    [Fact]
    public async Task A_Developer_changes_them_on_a_page_and_it_is_audited()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Web);
        var session = await server.AtHub(tenant, Role.Developer);
        await session.OpenHub(tenant.At(client));
        session.Page.QuerySelectorAll(".hub-page a").Select(link => link.GetAttribute("href")).ShouldContain(tenant.At(client, Below));
        await session.OpenHub(tenant.At(client, Below));
        session
            .Texts("form .form-text")
            .ShouldBe([
                "For this long, a used refresh token gets the newest one. This helps programs that lose a response, or refresh in several processes at once. A thief who has both the token and the secret gets it too, so keep the time short. From 0 (none) to 10. Leave it empty for 10 seconds. Only the vendor can set more.",
                "From 1 to 1095. Leave it empty for 1,095 days. Applies to new refresh tokens.",
                "From 1 to 3650. Leave it empty for 3,650 days. A lower number also applies to people who have already signed in.",
            ]);
        await session.Send(
            Below,
            ("id_token_algorithm", "ES256"),
            ("refresh_grace_seconds", "5"),
            ("idle_days", "14"),
            ("family_days", "90")
        );
        session.Page.QuerySelector(".notice")!.TextContent.ShouldBe("Token settings saved. They take effect within a second.");
        var row = await Row(server, client);
        (row.IdTokenAlgorithm, row.RefreshGrace, row.IdleLifetime, row.FamilyLifetime).ShouldBe(
            ("ES256", TimeSpan.FromSeconds(5), TimeSpan.FromDays(14), TimeSpan.FromDays(90))
        );
        var entry = (await server.AuditOf(tenant.Id)).ShouldHaveSingleItem();
        (entry.Act, entry.Target, entry.Environment).ShouldBe(("credential.token-settings-changed", client.Id, TenantEnvironment.LIVE));
        entry.Before.ShouldBe(
            """{"idTokenAlgorithm":"RS256","refreshGrace":"the default","idleLifetime":"the default","familyLifetime":"the default"}"""
        );
        entry.After.ShouldBe(
            """{"idTokenAlgorithm":"ES256","refreshGrace":"5 seconds","idleLifetime":"14 days","familyLifetime":"90 days"}"""
        );
        await session.OpenHub($"/t/{tenant.Slug}/audit");
        session.Page.Body!.TextContent.ShouldContain($"changed the token settings of {client.Id}.");
    }

    [Fact]
    public async Task A_program_reads_and_changes_them_as_they_were_read()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Native);
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write");
        var path = Api(tenant, client);
        var read = await server.Call(token, HttpMethod.Get, path);
        read.Json.GetRawText()
            .ShouldBe(
                """{"id_token_algorithm":"RS256","refresh_grace_seconds":null,"idle_days":null,"family_days":null,"usual_refresh_grace_seconds":120,"longest_refresh_grace_seconds":120,"longest_idle_days":1095,"longest_family_days":3650,"version":0}"""
            );
        read["ETag"].ShouldBe("\"0\"");
        var body = JsonNode.Parse(read.Body)!;
        body["refresh_grace_seconds"] = 30;
        var changed = await server.Call(token, HttpMethod.Put, path, body, "\"0\"");
        (changed.Status, changed["ETag"], changed.Json.GetProperty("refresh_grace_seconds").GetInt32()).ShouldBe((200, "\"1\"", 30));
        (await server.Call(token, HttpMethod.Put, path, body, "\"0\"")).Status.ShouldBe(412);
    }

    [Theory]
    [Trait("Category", "Security")]
    [InlineData(
        ClientKind.Web,
        false,
        "refresh_grace_seconds",
        "11",
        "Enter a whole number of seconds from 0 to 10, or leave it empty for 10. Only the vendor can set more."
    )]
    [InlineData(
        ClientKind.Web,
        false,
        "refresh_grace_seconds",
        "soon",
        "Enter a whole number of seconds from 0 to 10, or leave it empty for 10. Only the vendor can set more."
    )]
    [InlineData(
        ClientKind.Web,
        true,
        "refresh_grace_seconds",
        "301",
        "Enter a whole number of seconds from 0 to 300, or leave it empty for 10."
    )]
    [InlineData(
        ClientKind.Browser,
        false,
        "refresh_grace_seconds",
        "121",
        "Enter a whole number of seconds from 0 to 120, or leave it empty for 120."
    )]
    [InlineData(
        ClientKind.Browser,
        true,
        "refresh_grace_seconds",
        "121",
        "Enter a whole number of seconds from 0 to 120, or leave it empty for 120."
    )]
    [InlineData(ClientKind.Web, true, "idle_days", "0", "Enter a whole number of days from 1 to 1095, or leave it empty for 1095.")]
    [InlineData(ClientKind.Web, true, "idle_days", "1096", "Enter a whole number of days from 1 to 1095, or leave it empty for 1095.")]
    [InlineData(ClientKind.Web, false, "family_days", "3651", "Enter a whole number of days from 1 to 3650, or leave it empty for 3650.")]
    public async Task What_is_out_of_bounds_is_said_beside_its_field_and_kept_there(
        ClientKind kind,
        bool isOperator,
        string field,
        string typed,
        string sentence
    )
    {
        var (server, tenant, client) = await Arranged(kind);
        var session = isOperator ? await server.Operator() : await server.AtHub(tenant, Role.Manager);
        await session.OpenHub(tenant.At(client, Below));
        await session.Send(Below, (field, typed));
        session.Answer.Status.ShouldBe(422);
        session.Faults().ShouldBe(new Dictionary<string, string> { [field] = sentence });
        session.Page.QuerySelector("#" + field)!.GetAttribute("value").ShouldBe(typed);
        (await Row(server, client)).Version.ShouldBe(0);
        (await server.AuditOf(tenant.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_algorithm_is_refused_and_every_fault_is_told_at_once()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Web);
        var token = await server.HubToken(tenant.Id, "hub.credentials.write");
        var body = JsonNode.Parse(
            """{"id_token_algorithm":"none","refresh_grace_seconds":-1,"idle_days":0,"family_days":-5,"version":null}"""
        );
        var answer = await server.Call(token, HttpMethod.Put, Api(tenant, client), body);
        answer.Status.ShouldBe(422);
        var fields = answer.Json.GetProperty("fields");
        fields.GetProperty("id_token_algorithm").GetString().ShouldBe("Choose ES256 or RS256.");
        fields
            .EnumerateObject()
            .Select(field => field.Name)
            .ShouldBe(["id_token_algorithm", "refresh_grace_seconds", "idle_days", "family_days"], ignoreOrder: true);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Only_operators_lengthen_the_time_for_used_tokens_and_the_tenant_may_keep_or_shorten_it()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Web);
        var vendors = await server.HubToken(Datacentre.Vendor, "hub.credentials.write");
        var own = await server.HubToken(tenant.Id, "hub.credentials.write");
        (await Set(own, 60)).ShouldBe(422);
        (await Set(vendors, 60)).ShouldBe(200);
        (await Set(own, 61)).ShouldBe(422);
        (await Set(own, 60)).ShouldBe(200);
        (await Set(own, 30)).ShouldBe(200);
        (await Set(own, 60)).ShouldBe(422);
        (await Set(own, null)).ShouldBe(200);
        (await Set(own, 11)).ShouldBe(422);
        (await Row(server, client)).RefreshGrace.ShouldBeNull();

        async Task<int> Set(string token, int? seconds)
        {
            var body = JsonNode.Parse(Usual)!;
            body["refresh_grace_seconds"] = seconds;
            return (await server.Call(token, HttpMethod.Put, Api(tenant, client), body)).Status;
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Lifetimes_are_at_most_the_tenants_own_and_what_is_set_may_stay()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Web, row => row.FamilyLifetime = TimeSpan.FromMinutes(90));
        await server.Change(async db =>
        {
            var row = await db.Tenants.SingleAsync(row => row.Id == tenant.Id);
            (row.Dialects, row.IdleLifetime) = (["Connect"], TimeSpan.FromDays(7));
        });
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write");
        var read = await server.Call(token, HttpMethod.Get, Api(tenant, client));
        (Number(read, "longest_idle_days"), Number(read, "longest_family_days"), Number(read, "family_days")).ShouldBe((7, 365, 1));

        (await Set("idle_days", 8)).ShouldBe(422);
        (await Set("idle_days", 7)).ShouldBe(200);
        (await Row(server, client)).FamilyLifetime.ShouldBe(TimeSpan.FromMinutes(90)); // shown as a day, and not extended to one
        await server.Change(async db => (await db.Tenants.SingleAsync(row => row.Id == tenant.Id)).IdleLifetime = TimeSpan.FromDays(3));
        (await Set("idle_days", 7)).ShouldBe(200);
        (await Set("idle_days", 4)).ShouldBe(422);

        async Task<int> Set(string member, int value)
        {
            var body = JsonNode.Parse(Usual)!;
            (body["family_days"], body[member]) = (1, value);
            return (await server.Call(token, HttpMethod.Put, Api(tenant, client), body)).Status;
        }
    }

    [Fact]
    public async Task They_take_effect_at_once()
    {
        var server = await servers.On(Database.Sqlite);
        var tenant = await server.Company("tokens");
        await server.AddMember(tenant);
        var client = await server.AddIntegrator("tokens-of-" + tenant.Slug, tenantId: tenant.Id);
        var integrator = new Integrator(server, client.Id);
        var token = await server.HubToken(tenant.Id, "hub.credentials.write");
        var body = JsonNode.Parse(
            """{"id_token_algorithm":"ES256","refresh_grace_seconds":0,"idle_days":1,"family_days":2,"version":null}"""
        );
        (await server.Call(token, HttpMethod.Put, Api(tenant, client), body)).Status.ShouldBe(200);
        await server.HearOfChanges("dc3");

        var answer = await integrator.Tokens(new BrowserSession(server), ("scope", "openid all"));
        new JsonWebToken(answer.Json.GetProperty("id_token").GetString()).Alg.ShouldBe("ES256");
        (Number(answer, "refresh_token_timeout"), Number(answer, "authorization_expires_in")).ShouldBe((86_400, 172_800));
        var refresh = answer.Json.GetProperty("refresh_token").GetString()!;
        (await integrator.Refresh(refresh)).Status.ShouldBe(200);
        (await integrator.Refresh(refresh)).Body.ShouldBe(Integrator.WrongRefreshToken);
    }

    [Theory]
    [InlineData(ClientKind.Machine)]
    [InlineData(ClientKind.AppKey)]
    public async Task Credentials_that_act_for_themselves_have_none(ClientKind kind)
    {
        var (server, tenant, client) = await Arranged(kind);
        var session = await server.AtHub(tenant, Role.Manager);
        await session.OpenHub(tenant.At(client));
        session.Page.QuerySelectorAll($"a[href$='{Below}']").ShouldBeEmpty();
        await session.OpenHub(tenant.At(client, Below));
        session.Answer.Status.ShouldBe(404);
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write");
        (await server.Call(token, HttpMethod.Get, Api(tenant, client))).Status.ShouldBe(404);
        (await server.Call(token, HttpMethod.Put, Api(tenant, client), JsonNode.Parse(Usual))).Status.ShouldBe(404);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Readers_see_them_in_words_and_change_nothing()
    {
        var (server, tenant, client) = await Arranged(ClientKind.Web, row => row.RefreshGrace = TimeSpan.Zero);
        var session = await server.AtHub(tenant, Role.Reader);
        await session.OpenHub(tenant.At(client, Below));
        session.Page.QuerySelector("main form").ShouldBeNull();
        session.Texts("dd").ShouldBe(["RS256", "none", "after 1,095 days", "after 3,650 days"]);
        await session.Post(tenant.At(client, Below), ("id_token_algorithm", "ES256"));
        session.Answer.Status.ShouldBe(404);
        (await Row(server, client)).IdTokenAlgorithm.ShouldBeNull();
    }

    private static string Api(Tenant tenant, Client client) => $"/tenants/{tenant.Slug}/credentials/LIVE/{client.Id}{Below}";

    private static int Number(Answer answer, string member) => answer.Json.GetProperty(member).GetInt32();

    private static async Task<Client> Row(TestServer server, Client client)
    {
        await using var db = server.Db("dc3");
        db.Tenant = client.TenantId;
        return await db.Clients.SingleAsync(row => row.Id == client.Id);
    }

    private async Task<(TestServer Server, Tenant Tenant, Client Client)> Arranged(ClientKind kind, Action<Client>? with = null)
    {
        var server = await servers.On(Database.Sqlite);
        var tenant = await server.Company("tokens");
        return (server, tenant, await server.Credential(tenant, kind, with: with));
    }
}
