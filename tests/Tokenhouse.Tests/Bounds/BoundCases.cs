using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Bounds;

/// <summary>For each bound: fills the tenant to it, adds one more, and looks at what comes of it.</summary>
internal static class BoundCases
{
    private static readonly HttpMethod Post = HttpMethod.Post;

    public static readonly IReadOnlyDictionary<string, Func<BoundedTenant, Task>> All = new Dictionary<string, Func<BoundedTenant, Task>>
    {
        [nameof(TenantBounds.Clients)] = Clients,
        [nameof(TenantBounds.AutoApprovedClients)] = AutoApproved,
        [nameof(TenantBounds.LiveSecrets)] = LiveSecrets,
        [nameof(TenantBounds.EndedSecrets)] = EndedSecrets,
        [nameof(TenantBounds.RedirectUris)] = boundedTenant =>
            Redirects(boundedTenant, nameof(TenantBounds.RedirectUris), [.. Enumerable.Range(0, 3).Select(i => $"https://a.example/{i}")]),
        [nameof(TenantBounds.PostLogoutRedirectUris)] = boundedTenant =>
            Redirects(
                boundedTenant,
                nameof(TenantBounds.PostLogoutRedirectUris),
                ["https://a.example/"],
                [.. Enumerable.Range(0, 3).Select(i => $"https://a.example/{i}")]
            ),
        [nameof(TenantBounds.RedirectUriCharacters)] = boundedTenant =>
            Redirects(boundedTenant, nameof(TenantBounds.RedirectUriCharacters), [$"https://a.example/{new string('x', 90)}"]),
        [nameof(TenantBounds.Networks)] = boundedTenant =>
            Fill(
                boundedTenant,
                nameof(TenantBounds.Networks),
                i => boundedTenant.Call(Post, "/allowlist/uat", new { Network = $"192.0.2.{i}", Label = "" })
            ),
        [nameof(TenantBounds.Drafts)] = boundedTenant => Fill(boundedTenant, nameof(TenantBounds.Drafts), _ => boundedTenant.Draft()),
        [nameof(TenantBounds.PendingRequests)] = boundedTenant =>
            Fill(boundedTenant, nameof(TenantBounds.PendingRequests), _ => boundedTenant.Submit()),
        [nameof(TenantBounds.Contracts)] = boundedTenant =>
            Fill(
                boundedTenant,
                nameof(TenantBounds.Contracts),
                _ => boundedTenant.ChangeAcrossTenants(Post, "/contracts", Contract),
                from: 1 // which every tenant here has
            ),
        [nameof(TenantBounds.Exemptions)] = Exemptions,
        [nameof(TenantBounds.People)] = People,
        [nameof(TenantBounds.Invitations)] = boundedTenant =>
            Fill(
                boundedTenant,
                nameof(TenantBounds.Invitations),
                i =>
                    boundedTenant.Call(
                        Post,
                        "/invitations",
                        new { Email = $"{boundedTenant.Tenant.Slug}-{i}@elsewhere.example", Role = "Reader" }
                    )
            ),
        [nameof(TenantBounds.ChangesADay)] = Changes,
        [nameof(TenantBounds.RevokedTokensOfClient)] = RevokedTokensOfClient,
        [nameof(TenantBounds.RevokedTokens)] = RevokedTokens,
        [nameof(TenantBounds.SignInsOfAccount)] = SignIns,
        [nameof(TenantBounds.SessionsOfAccount)] = Sessions,
        [nameof(TenantBounds.Mails)] = Mails,
    };

    private static async Task Fill(BoundedTenant boundedTenant, string bound, Func<int, Task<Answer>> add, int from = 0)
    {
        for (var i = from; i < boundedTenant.Bounds.Most(bound); i++)
            (await add(i)).Status.ShouldBeOneOf(200, 201);
        Refused(boundedTenant, bound, await add(boundedTenant.Bounds.Most(bound)));
    }

    private static void Refused(BoundedTenant boundedTenant, string bound, Answer answer, int status = 409)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Json.GetProperty("detail").GetString().ShouldBe(boundedTenant.Bounds.Refusal(bound));
    }

    private static async Task Clients(BoundedTenant boundedTenant)
    {
        for (var i = 0; i < boundedTenant.Bounds.Clients; i++)
            await boundedTenant.Server.AddIntegrator(
                $"{boundedTenant.Tenant.Slug}-uat-{i}",
                kind: ClientKind.Machine,
                environment: TenantEnvironment.UAT,
                tenantId: boundedTenant.Tenant.Id
            );
        Refused(boundedTenant, nameof(TenantBounds.Clients), await boundedTenant.Submit());
    }

    private static async Task AutoApproved(BoundedTenant boundedTenant)
    {
        await boundedTenant.Server.Change(async db =>
            (await db.Tenants.SingleAsync(row => row.Id == boundedTenant.Tenant.Id)).ApprovesUatItself = true
        );
        (await State(boundedTenant.Submit())).ShouldBe("approved");
        (await State(boundedTenant.Submit())).ShouldBe("submitted"); // an operator decides

        static async Task<string?> State(Task<Answer> submitted) =>
            (await submitted).Json.GetProperty("state").GetString()?.ToLowerInvariant();
    }

    private static async Task LiveSecrets(BoundedTenant boundedTenant)
    {
        var client = await boundedTenant.Client("secrets");
        await Fill(
            boundedTenant,
            nameof(TenantBounds.LiveSecrets),
            _ => boundedTenant.Call(Post, $"/credentials/live/{client.Id}/secrets", new { }),
            from: 1
        );
    }

    private static async Task EndedSecrets(BoundedTenant boundedTenant)
    {
        var now = boundedTenant.Server.Clock.GetUtcNow();
        var client = await boundedTenant.Client(
            "ended",
            row =>
            {
                for (var i = 0; i < 5; i++)
                {
                    var ended = Arrange.Secret(row.Id, row.TenantId, row.Environment, $"{row.Id}-{i}", now.AddDays(-i - 1));
                    ended.DisabledAt = now;
                    row.Secrets.Add(ended);
                }
            }
        );
        (await boundedTenant.Call(Post, $"/credentials/live/{client.Id}/secrets", new { })).Status.ShouldBe(201);
        await using var db = boundedTenant.Server.Db("dc3");
        db.Tenant = boundedTenant.Tenant.Id;
        var secrets = await db.Secrets.Where(secret => secret.ClientId == client.Id).ToListAsync();
        secrets.Count(secret => secret.DisabledAt == null).ShouldBe(2);
        secrets.Single(secret => secret.DisabledAt != null).CreatedAt.ShouldBe(now.AddDays(-1), TimeSpan.FromSeconds(1));
    }

    private static async Task Redirects(BoundedTenant boundedTenant, string bound, string[] uris, params string[] afterSignOut)
    {
        var client = await boundedTenant.Client("web", kind: ClientKind.Web);
        var answer = await boundedTenant.Call(
            HttpMethod.Put,
            $"/credentials/live/{client.Id}",
            new
            {
                Name = "Web",
                Purpose = "Signs people in.",
                Owner = "",
                Contact = "",
                RedirectUris = uris,
                PostLogoutRedirectUris = afterSignOut,
                RequiresPkce = true,
                RequiresAllowlist = false,
                SignInScopes = (string[])[],
                HasClaimsInIdToken = false,
                Version = (int?)null,
            }
        );
        Refused(boundedTenant, bound, answer, status: 422);
    }

    private static object Contract =>
        new
        {
            Environment = "uat",
            Scopes = (string[])[TenantBuilder.Read],
            From = (string?)null,
            LastDay = (string?)null,
        };

    private static async Task Exemptions(BoundedTenant boundedTenant)
    {
        var client = await boundedTenant.Client("exempt");
        await Fill(
            boundedTenant,
            nameof(TenantBounds.Exemptions),
            _ =>
                boundedTenant.ChangeAcrossTenants(
                    Post,
                    $"/credentials/live/{client.Id}/exemptions",
                    new { Reason = "dynamic addresses", EndsAt = boundedTenant.Server.Clock.GetUtcNow().AddDays(1) }
                )
        );
    }

    private static async Task People(BoundedTenant boundedTenant)
    {
        for (var i = 0; i < boundedTenant.Bounds.People; i++)
            await boundedTenant.Server.AddMember(boundedTenant.Tenant, await boundedTenant.Server.Person());
        Refused(
            boundedTenant,
            nameof(TenantBounds.People),
            await boundedTenant.Call(
                Post,
                "/invitations",
                new { Email = $"{boundedTenant.Tenant.Slug}@elsewhere.example", Role = "Reader" }
            )
        );
    }

    private static async Task Changes(BoundedTenant boundedTenant)
    {
        for (var i = 0; i < boundedTenant.Bounds.ChangesADay; i += 2)
        {
            var added = await boundedTenant.Call(Post, "/allowlist/uat", new { Network = "192.0.2.1", Label = "" });
            added.Status.ShouldBe(201, added.Body);
            (await boundedTenant.Call(HttpMethod.Delete, $"/allowlist/uat/{added.Json.GetProperty("id").GetString()}")).Status.ShouldBe(
                204
            );
        }
        Refused(boundedTenant, nameof(TenantBounds.ChangesADay), await boundedTenant.Draft());
        // Operators still may, and the tenant too on the next day.
        var operated = await boundedTenant.ChangeAcrossTenants(Post, "/contracts", Contract);
        operated.Status.ShouldBe(201, operated.Body);
    }

    private static async Task RevokedTokensOfClient(BoundedTenant boundedTenant)
    {
        var (client, other) = (await boundedTenant.Client("revoking"), await boundedTenant.Client("beside"));
        var untouched = await boundedTenant.Token(other);
        await Revoke(boundedTenant, client, boundedTenant.Bounds.RevokedTokensOfClient + 1);

        var state = await Told(boundedTenant);
        state.GetProperty("revoked_before").EnumerateObject().Select(line => line.Name).ShouldBe([client.Id]);
        state.GetProperty("revoked_tokens").GetArrayLength().ShouldBe(0);
        (await boundedTenant.IsActive(untouched)).ShouldBeTrue();
        (await boundedTenant.State("?by=tenant"))
            .Json.GetProperty("near_bounds")
            .EnumerateArray()
            .Select(sentence => sentence.GetString())
            .ShouldContain(sentence =>
                sentence!.StartsWith($"Client {client.Id} of tenant {boundedTenant.Tenant.Id} revoked so many tokens")
            );
    }

    private static async Task RevokedTokens(BoundedTenant boundedTenant)
    {
        var (one, two) = (await boundedTenant.Client("one"), await boundedTenant.Client("two"));
        await Revoke(boundedTenant, one, 3);
        await Revoke(boundedTenant, two, 3); // the sixth of the tenant

        var state = await Told(boundedTenant);
        state.GetProperty("revoked_before").EnumerateObject().Select(line => line.Name).ShouldBe([two.Id]);
        state.GetProperty("revoked_tokens").GetArrayLength().ShouldBe(3);
    }

    /// <summary>Revokes some tokens of a client that got some more: all are refused then, and the next one is good.</summary>
    private static async Task Revoke(BoundedTenant boundedTenant, Client client, int count)
    {
        var tokens = new List<string>();
        for (var i = 0; i < count; i++)
            tokens.Add(await boundedTenant.Token(client));
        boundedTenant.Server.Clock.Advance(TimeSpan.FromSeconds(5));
        foreach (var token in tokens)
            await boundedTenant.Revoke(client, token);
        var later = await boundedTenant.Token(client);
        await boundedTenant.Server.HearOfChanges("dc3");
        foreach (var token in tokens)
            (await boundedTenant.IsActive(token)).ShouldBeFalse();
        (await boundedTenant.IsActive(later)).ShouldBeTrue();
    }

    private static async Task<JsonElement> Told(BoundedTenant boundedTenant) =>
        (await boundedTenant.State($"?tenant={boundedTenant.Tenant.Id}"))
            .Json.GetProperty("tenants")
            .GetProperty($"{boundedTenant.Tenant.Id}");

    private static async Task SignIns(BoundedTenant boundedTenant)
    {
        var server = boundedTenant.Server;
        var client = await server.AddIntegrator($"{boundedTenant.Tenant.Slug}-people", tenantId: boundedTenant.Tenant.Id);
        var email = await server.Person();
        await server.AddMember(boundedTenant.Tenant, email);
        var (integrator, session) = (new Integrator(server, client.Id), new BrowserSession(server));
        await session.SignInTo("/account", email);
        var refresh = new List<string>();
        for (var i = 0; i <= boundedTenant.Bounds.SignInsOfAccount; i++)
        {
            refresh.Add((await integrator.Tokens(session)).Json.GetProperty("refresh_token").GetString()!);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await integrator.Refresh(refresh[0])).Body.ShouldBe(Integrator.WrongRefreshToken);
        foreach (var token in refresh.Skip(1))
            (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    private static async Task Sessions(BoundedTenant boundedTenant)
    {
        var email = await boundedTenant.Server.Person();
        var visitors = new List<BrowserSession>();
        for (var i = 0; i <= boundedTenant.Bounds.SessionsOfAccount; i++)
        {
            visitors.Add(new(boundedTenant.Server));
            await visitors[^1].SignInTo("/account", email);
            boundedTenant.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await boundedTenant.Server.SessionsOf(email)).Count.ShouldBe(boundedTenant.Bounds.SessionsOfAccount);
        await visitors[0].Open(BrowserSession.Dc3 + "/account");
        visitors[0].Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await visitors[^1].Open(BrowserSession.Dc3 + "/account");
        visitors[^1].Page.QuerySelector("input[type=password]").ShouldBeNull();
    }

    private static async Task Mails(BoundedTenant boundedTenant)
    {
        var server = boundedTenant.Server;
        var mailboxes = Enumerable
            .Range(0, boundedTenant.Bounds.Mails + 1)
            .Select(i => $"{boundedTenant.Tenant.Slug}-{i}@elsewhere.example")
            .ToList();
        foreach (var mailbox in mailboxes)
        {
            var client = await boundedTenant.Client(
                mailbox.Split('@')[0],
                row =>
                {
                    row.Secrets.Clear();
                    row.Contact = mailbox;
                }
            );
            (await boundedTenant.Call(Post, $"/credentials/live/{client.Id}/hand-overs")).Status.ShouldBe(200);
        }
        // Somebody else's mail, which is written after all that wait.
        var other = await BoundedTenant.Of(server);
        var email = $"{other.Tenant.Slug}@elsewhere.example";
        (await other.Call(Post, "/invitations", new { Email = email, Role = "Reader" })).Status.ShouldBe(201);
        await SentEmails.Wait(server, email);
        mailboxes.Count(mailbox => SentEmails.To(server, mailbox).Count > 0).ShouldBe(boundedTenant.Bounds.Mails);
    }
}
