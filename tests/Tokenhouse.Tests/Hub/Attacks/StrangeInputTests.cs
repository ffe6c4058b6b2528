using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>Whatever is sent to the Hub, it is answered or refused: no text makes it fail, and none is read in two ways.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class StrangeInputTests(TestServers servers)
{
    private const string Nothing = "01900000-0000-7000-8000-000000000000";

    /// <summary>What a program may say in place of anything.</summary>
    private static readonly string[] Strange =
    [
        "\0",
        "_\\",
        "-1",
        "99999999999999999999999",
        "0001-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59",
        "\u202e\u2028\ufffe\U0010ffff",
        new('a', 3000),
        Cursor.Make("\0"),
        Cursor.Make("-9223372036854775808"),
        Cursor.Make($"9223372036854775807 {Nothing}"),
        Cursor.Make($"-1 {Nothing}"),
        Cursor.Make("live/\0"),
        Cursor.Make($"253402300799999/u/live/Connect/\0"),
    ];

    [Fact]
    public async Task No_parameter_of_the_API_makes_it_fail()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Datacentre.Vendor, [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]);
        var failed = new List<string>();
        var tries =
            from operation in await ApiDescription.Operations(server)
            where operation.Method == "GET"
            from parameter in operation.Query
            from value in Strange
            select (operation.Path, parameter, value);
        foreach (var (path, parameter, value) in Iterations.Every(4, tries))
        {
            var address = $"{path.Replace("/api/v1/tenants", "", StringComparison.Ordinal)}?{parameter}={Uri.EscapeDataString(value)}";
            if (address.StartsWith("/api/", StringComparison.Ordinal))
                address = "/.." + address["/api/v1".Length..];
            var answer = await program.Get(address);
            if (answer.Status >= 500)
                failed.Add($"{path}?{parameter}={value[..Math.Min(40, value.Length)]}: {answer.Status}");
        }
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_parameter_of_a_page_makes_it_fail()
    {
        var server = await servers.On();
        var session = await server.AtHub(await server.Staff(Role.Manager));
        string[] names =
        [
            "page",
            "cursor",
            "sort",
            "search",
            "text",
            "role",
            "state",
            "environment",
            "tenant",
            "kind",
            "actor",
            "act",
            "target",
            "from",
            "until",
            "noted",
            "correlation",
            "credential",
            "operation",
            "address",
            "dialect",
            "identifier",
            "format",
            "done",
            "outcome",
            "link",
            "return",
        ];
        var failed = new List<string>();
        foreach (var (path, value) in Iterations.Every(4, Pages(server).SelectMany(_ => Strange, (path, value) => (path, value))))
        {
            // All at once; and what is looked for in a database one by one too, since others may keep it from being asked.
            var queries = new List<string> { string.Join('&', names.Select(name => $"{name}={Uri.EscapeDataString(value)}")) };
            if (value is "\0" || value == Cursor.Make("\0"))
                queries.AddRange(
                    ((string[])["search", "text", "cursor", "actor"]).Select(name => $"format=csv&{name}={Uri.EscapeDataString(value)}")
                );
            foreach (var query in queries)
                if (await Status(server, session, path, query) is var status and >= 500)
                    failed.Add($"{path}?{query[..Math.Min(40, query.Length)]}: {status}");
        }
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_text_in_a_body_makes_the_API_fail()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, Datacentre.Vendor, [.. HubScopes.Scopes.Where(scope => scope != HubScopes.SignIn)]);
        var failed = new List<string>();
        foreach (var (method, path, body) in ApiDescription.Bodies(await program.Get("/../../../openapi/v1.json")))
        foreach (var text in (string[])["\\u0000", "x\\u0000y", "\\ud800", "\\udfff x", "\\u202e", new string('\u00e4', 2500)])
        {
            var below = path.Replace("/api/v1/tenants", "", StringComparison.Ordinal);
            if (below.StartsWith("/api/", StringComparison.Ordinal))
                below = "/.." + below["/api/v1".Length..];
            var answer = await program.Send(new(method), below, body.Replace("{text}", text, StringComparison.Ordinal));
            if (answer.Status >= 500)
                failed.Add($"{method} {path} {text[..Math.Min(20, text.Length)]}: {answer.Status}");
        }
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_form_makes_a_page_fail()
    {
        var server = await servers.On();
        var tenant = await server.Company();
        var client = await server.Credential(tenant, secret: "a-secret-that-is-there");
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub(tenant.At(client, "/change"));
        var failed = new List<string>();
        foreach (
            var (path, fields) in new (string, string[])[]
            {
                (tenant.At(client, "/change"), ["name", "purpose", "owner", "contact", "redirectUris", "postLogoutRedirectUris"]),
                (tenant.At(client, "/scopes"), ["scopes"]),
                (tenant.At(client, "/allowlist/add"), ["network", "label"]),
                (tenant.At(client, "/hand-over"), ["link", "days"]),
                ($"/t/{tenant.Slug}/people/invite", ["email", "role"]),
                ($"/t/{tenant.Slug}/requests/new", ["kind", "environment", "name", "purpose", "scopes", "owner", "contact", "networks"]),
                ("/invitation", ["link", "email", "name", "password", "again"]),
                ("/invitation", []),
            }
        )
        foreach (var value in (string[])["\0", "a\0b", "\u202e", "2147483648", new('x', 9000)])
        {
            await manager.OpenHub(tenant.At(client, "/change"));
            await manager.Post(path, [("version", "0"), .. fields.Select(field => (field, value))]);
            if (manager.Answer.Status >= 500)
                failed.Add($"{path} {value[..Math.Min(20, value.Length)]}: {manager.Answer.Status}");
        }
        failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_leaves_the_password_out_of_an_invitation_is_told_to_choose_one()
    {
        var server = await servers.On();
        server.Clock.Advance(TimeSpan.FromMinutes(15)); // other tests tried many links
        var tenant = await server.Company();
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub($"/t/{tenant.Slug}/people/invite");
        await manager.Submit("/invite", ("email", $"new@{tenant.Slug}.example"), ("role", "Reader"));
        var guest = new BrowserSession(server);
        await guest.Open(await SentEmails.Link(server, $"new@{tenant.Slug}.example"));
        var form = guest.Page.Forms.Single();
        var hidden = form.Elements.OfType<IHtmlInputElement>().Where(input => input.Type == "hidden");
        await guest.Go(
            new(HttpMethod.Post, BrowserSession.Hub + "/invitation")
            {
                Content = new FormUrlEncodedContent(hidden.Select(input => KeyValuePair.Create(input.Name!, input.Value))),
            }
        );
        guest.Answer.Status.ShouldBe(422, guest.Answer.ToString());
        guest.Faults()["password"].ShouldStartWith("Choose a password of at least");
    }

    [Fact]
    public async Task A_member_that_comes_twice_is_refused()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(
            "/acme/credentials/live/acme-live/allowlist",
            """{"network":"192.0.2.77","network":"192.0.2.78"}"""
        );
        (answer.Status, answer["Content-Type"]).ShouldBe((400, "application/problem+json"));
    }

    private static async Task<int> Status(TestServer server, BrowserSession session, string path, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{BrowserSession.Hub}{path}?{query}");
        request.Headers.Add("Cookie", string.Join("; ", session.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var response = await server.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static IEnumerable<string> Pages(TestServer server) =>
        RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"])
            .Select(route => route.RoutePattern.RawText!)
            .Where(path => !path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/openapi/", StringComparison.Ordinal))
            .Select(path => ApiDescription.Filled(path, "nordia", "nordia-erp"));
}
