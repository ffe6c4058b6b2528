using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>Requests that say something odd about their bodies, or ask for much at no cost to themselves.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class StrangeRequestTests(TestServers servers)
{
    private const string List = "/acme/credentials/live/acme-live/allowlist";

    [Theory]
    [InlineData("application/json; charset=nonsense", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"utf-8\"", 415)] // which the framework does not read
    [InlineData("application/json; charset=UTF-8", 201)]
    [InlineData("text/plain", 415)]
    public async Task A_body_of_the_API_is_JSON_in_UTF_8_and_nothing_else(string type, int status)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{HubProgram.Dc2}/api/v1/tenants{List}");
        request.Headers.Authorization = new("Bearer", program.Token);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"network":"192.0.2.131"}"""));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        answer.Status.ShouldBe(status, answer.Body);
        answer["Content-Type"].ShouldBe(status == 415 ? "application/problem+json" : "application/json; charset=utf-8");
        answer["X-Content-Type-Options"].ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_as_a_problem()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(List, $$"""{"network":"192.0.2.2","label":"{{new string('x', 300_000)}}"}""");
        (answer.Status, answer["Content-Type"]).ShouldBe((413, "application/problem+json"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencodedx")]
    [InlineData("application/x-www-form-urlencoded-or-so; charset=utf-8")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_of_another_type_is_no_form(string type)
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: "a-secret-that-is-there");
        var session = await server.AtHub(tenant, Role.Manager);
        await session.OpenHub(tenant.At(client, "/change"));
        var token = (IHtmlInputElement)session.Page.QuerySelector("header input[type=hidden]")!;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{token.Name}={Uri.EscapeDataString(token.Value)}&name=x"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        await session.Go(new(HttpMethod.Post, BrowserSession.Hub + tenant.At(client, "/change")) { Content = content });
        (session.Answer.Status, session.Heading).ShouldBe((400, "This form is no longer valid"));
    }

    [Fact]
    public async Task The_description_of_the_API_is_made_once_and_kept_by_who_has_it()
    {
        var server = await servers.On();
        var first = await server.Get(HubProgram.Dc2 + "/openapi/v1.json");
        (first.Status, first["Cache-Control"], first["X-Content-Type-Options"]).ShouldBe((200, "public, max-age=3600", "nosniff"));
        first["Content-Type"].ShouldBe("application/json; charset=utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Get, HubProgram.Dc2 + "/openapi/v1.json");
        request.Headers.TryAddWithoutValidation("If-None-Match", first["ETag"]);
        using var again = await server.Http.SendAsync(request);
        (await Answer.From(again)).Status.ShouldBe(304);
        (await server.Get(HubProgram.Dc2 + "/openapi/v2.json")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("\"a\u0001\"@example.com", 422)]
    [InlineData("a@example.com\u0000", 400)] // no text of any field has that one
    public async Task A_mail_address_has_no_control_characters_not_even_between_quotation_marks(string address, int status)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.credentials.write");
        var body = System.Text.Json.JsonSerializer.Serialize(
            new
            {
                name = "Acme",
                purpose = "",
                owner = address,
                contact = "",
                redirect_uris = Array.Empty<string>(),
                post_logout_redirect_uris = Array.Empty<string>(),
                requires_pkce = false,
                requires_allowlist = false,
                sign_in_scopes = Array.Empty<string>(),
                has_claims_in_id_token = false,
                version = (int?)null,
            }
        );
        var answer = await program.Send(HttpMethod.Put, "/acme/credentials/live/acme-live", body);
        answer.Status.ShouldBe(status, answer.Body);
    }

    [Fact]
    public async Task A_tenants_number_leaves_room_for_the_next()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Datacentre.Vendor, "hub.tenants.write");
        var answer = await program.Post("/../tenants", $$"""{"name":"Huge","slug":"huge","id":{{long.MaxValue}}}""");
        answer.Status.ShouldBe(422, answer.Body);
        answer.Json.GetProperty("fields").GetProperty("id").GetString().ShouldBe("A tenant's number can have at most fifteen digits.");
        (await program.Post("/../tenants", """{"name":"Next","slug":"next-one"}""")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_reason_is_text()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Datacentre.Vendor, "hub.allowlists.write");
        var answer = await program.Post(
            "/acme/credentials/live/acme-live/exemptions",
            $$"""{"reason":"because\u001b[2J","ends_at":"{{server.Clock.GetUtcNow().AddDays(1):O}}"}"""
        );
        answer.Status.ShouldBe(422, answer.Body);
    }
}
