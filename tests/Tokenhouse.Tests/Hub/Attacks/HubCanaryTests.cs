using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>What the Hub hands out once is nowhere else: not in what is logged, measured, stored, or mailed to others.</summary>
[Trait("Category", "Security")]
public sealed class HubCanaryTests
{
    private const string Password = "canary-of-the-hub-7731";

    [Fact]
    public async Task No_secret_link_or_token_of_the_Hub_is_in_traces_metrics_logs_or_the_database_and_no_secret_in_a_mail()
    {
        await using var collector = await OtlpCollector.Start();
        using var logs = new CapturedLogs();
        using var folder = new TempFolder();
        var plan = new TestServerOptions(Databases.Default) { Run = ["dc3"], Folder = folder.Path }.Overheard(collector, logs);
        var canaries = new Dictionary<string, string> { ["password"] = Password };
        string mails;
        await using (var server = await TestServer.Start(plan))
        {
            var tenant = await server.Company();
            await Secrets(server, tenant, canaries);
            await Invitation(server, tenant, canaries);
            await Program(server, tenant, canaries);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            mails = string.Join('\n', Directory.EnumerateFiles(SentEmails.Folder(server), "*.eml").Select(File.ReadAllText));
        }
        await using var again = await TestServer.Start(plan with { Settings = [], Services = _ => { } });
        logs.Text.ShouldContain("Kestrel");
        collector.Traces.ShouldContain("tokenhouse");
        var stored = await again.Dump("dc3");
        stored.ShouldContain("secret.handed-over");
        var wrong =
            from place in (IEnumerable<(string Name, string Text)>)
                [("traces", collector.Traces), ("metrics", collector.Metrics), ("logs", logs.Text), ("database", stored)]
            from canary in canaries
            where place.Text.Contains(canary.Value, StringComparison.Ordinal)
            select $"{canary.Key} in the {place.Name}";
        wrong.ShouldBeEmpty();
        canaries
            .Where(canary =>
                !canary.Key.EndsWith("link", StringComparison.Ordinal) && mails.Contains(canary.Value, StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    /// <summary>Everything that shows a secret: the hand-over, the rotation, an app key shown again, and what goes wrong beside them.</summary>
    private static async Task Secrets(TestServer server, Tenant tenant, Dictionary<string, string> canaries)
    {
        var client = await server.Credential(tenant, with: row => row.Contact = "contact@example.com");
        var text = AppKeys.Make();
        var seal = server.Services("dc3").GetRequiredService<AppKeys>();
        var keyed = await server.Credential(
            tenant,
            ClientKind.AppKey,
            with: row => row.Secrets.Add(seal.Seal(text, row.Id, row.TenantId, row.Environment, server.Clock.GetUtcNow()))
        );
        var session = await server.AtHub(tenant, Role.Manager);
        await session.OpenHub(tenant.At(client));
        await session.Submit("/hand-overs");
        var link = session.Shown();
        canaries["hand-over link"] = link.Split("link=")[1];
        await new BrowserSession(server) { StopsBefore = "/connect/authorize" }.Open(link); // by somebody who is not signed in
        await session.Open(link);
        canaries["form token"] = Hidden(session, name => name != "link").Value;
        await session.Submit("/hand-over", ("days", "31"));
        await session.Submit("/hand-over");
        canaries["first secret"] = session.Shown();
        await session.Open(link);
        await session.OpenHub(tenant.At(client, "/secrets/add"));
        await session.Submit("/secrets/add");
        canaries["second secret"] = session.Shown();
        await session.OpenHub($"/t/{tenant.Slug}/settings/api-access");
        await session.Submit("/reveal");
        session.Shown().ShouldBe(text.Reveal());
        canaries["app key"] = text.Reveal();
        foreach (var (name, value) in session.Cookies)
            canaries["cookie " + name] = value;
        var callback = new BrowserSession(server) { StopsBefore = "/connect/authorize" };
        await callback.OpenHub("/");
        canaries["state"] = BrowserSession.Query(callback.Left!)["state"];
        await callback.OpenHub("/sign-in/callback?code=canary-code-5512&state=" + canaries["state"]);
        canaries["code"] = "canary-code-5512";
    }

    private static async Task Invitation(TestServer server, Tenant tenant, Dictionary<string, string> canaries)
    {
        var email = $"guest@{tenant.Slug}.example";
        var manager = await server.AtHub(tenant, Role.Manager);
        await manager.OpenHub($"/t/{tenant.Slug}/people/invite");
        await manager.Submit("/invite", ("email", email), ("role", "Developer"));
        var link = await SentEmails.Link(server, email);
        canaries["invitation link"] = link.Split("link=")[1];
        var guest = new BrowserSession(server);
        await guest.Open(link);
        await guest.Submit("/invitation", ("name", "Guest"), ("password", Password), ("again", Password + "x"));
        guest.Answer.Status.ShouldBe(422);
        guest.Answer.Body.ShouldNotContain(Password);
        await guest.Submit("/invitation", ("name", "Guest"), ("password", Password), ("again", Password));
        await guest.SignIn(email, Password);
        guest.Path.ShouldBe($"/t/{tenant.Slug}");
    }

    private static async Task Program(TestServer server, Tenant tenant, Dictionary<string, string> canaries)
    {
        var token = await server.HubToken(tenant.Id, "hub.credentials.read", "hub.credentials.write");
        canaries["access token"] = token[^40..];
        var client = await server.Credential(tenant, secret: "a-secret-that-is-there");
        var path = $"/tenants/{tenant.Slug}/credentials/live/{client.Id}/secrets";
        string? before = null;
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, BrowserSession.Hub + "/api/v1" + path);
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Idempotency-Key", "the-same");
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            using var response = await server.Http.SendAsync(request);
            var answer = await Answer.From(response);
            answer["Cache-Control"].ShouldBe("no-store");
            var secret = answer.Json.GetProperty("secret").GetString()!;
            secret.ShouldBe(before ?? secret); // the kept answer is the first one
            canaries["secret of a program"] = before = secret;
        }
        (await server.Call(token + "x", HttpMethod.Get, path[..^"/secrets".Length])).Status.ShouldBe(401);
    }

    private static IHtmlInputElement Hidden(BrowserSession session, Func<string, bool> named) =>
        session
            .Page.Forms[session.Page.Forms.Length - 1]
            .Elements.OfType<IHtmlInputElement>()
            .First(input => input.Type == "hidden" && named(input.Name!));
}
