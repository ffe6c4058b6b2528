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

    public static readonly IReadOnlyDictionary<string, Func<Tenancy, Task>> All = new Dictionary<string, Func<Tenancy, Task>>
    {
        [nameof(TenantBounds.Clients)] = Clients,
        [nameof(TenantBounds.AutoApprovedClients)] = AutoApproved,
        [nameof(TenantBounds.LiveSecrets)] = LiveSecrets,
        [nameof(TenantBounds.EndedSecrets)] = EndedSecrets,
        [nameof(TenantBounds.RedirectUris)] = tenancy =>
            Redirects(tenancy, nameof(TenantBounds.RedirectUris), [.. Enumerable.Range(0, 3).Select(i => $"https://a.example/{i}")]),
        [nameof(TenantBounds.RedirectUriCharacters)] = tenancy =>
            Redirects(tenancy, nameof(TenantBounds.RedirectUriCharacters), [$"https://a.example/{new string('x', 90)}"]),
        [nameof(TenantBounds.Networks)] = tenancy =>
            Fill(
                tenancy,
                nameof(TenantBounds.Networks),
                i => tenancy.Call(Post, "/allowlist/uat", new { Network = $"192.0.2.{i}", Label = "" })
            ),
        [nameof(TenantBounds.Drafts)] = tenancy => Fill(tenancy, nameof(TenantBounds.Drafts), _ => tenancy.Draft()),
        [nameof(TenantBounds.PendingRequests)] = tenancy => Fill(tenancy, nameof(TenantBounds.PendingRequests), _ => tenancy.Submit()),
        [nameof(TenantBounds.Contracts)] = tenancy =>
            Fill(
                tenancy,
                nameof(TenantBounds.Contracts),
                _ => tenancy.Operate(Post, "/contracts", Contract),
                from: 1 // which every tenant here has
            ),
        [nameof(TenantBounds.Exemptions)] = Exemptions,
        [nameof(TenantBounds.People)] = People,
        [nameof(TenantBounds.Invitations)] = tenancy =>
            Fill(
                tenancy,
                nameof(TenantBounds.Invitations),
                i => tenancy.Call(Post, "/invitations", new { Email = $"{tenancy.Tenant.Slug}-{i}@elsewhere.example", Role = "Reader" })
            ),
        [nameof(TenantBounds.ChangesADay)] = Changes,
        [nameof(TenantBounds.RevokedTokensOfClient)] = RevokedTokensOfClient,
        [nameof(TenantBounds.RevokedTokens)] = RevokedTokens,
        [nameof(TenantBounds.SignInsOfAccount)] = SignIns,
        [nameof(TenantBounds.SessionsOfAccount)] = Sessions,
        [nameof(TenantBounds.Mails)] = Mails,
    };

    private static async Task Fill(Tenancy tenancy, string bound, Func<int, Task<Answer>> add, int from = 0)
    {
        for (var i = from; i < tenancy.Bounds.Most(bound); i++)
            (await add(i)).Status.ShouldBeOneOf(200, 201);
        Refused(tenancy, bound, await add(tenancy.Bounds.Most(bound)));
    }

    private static void Refused(Tenancy tenancy, string bound, Answer answer, int status = 409)
    {
        answer.Status.ShouldBe(status, answer.Body);
        answer.Json.GetProperty("detail").GetString().ShouldBe(tenancy.Bounds.Refusal(bound));
    }

    private static async Task Clients(Tenancy tenancy)
    {
        for (var i = 0; i < tenancy.Bounds.Clients; i++)
            await tenancy.House.AddIntegrator(
                $"{tenancy.Tenant.Slug}-uat-{i}",
                kind: ClientKind.Machine,
                environment: Environment.UAT,
                tenantId: tenancy.Tenant.Id
            );
        Refused(tenancy, nameof(TenantBounds.Clients), await tenancy.Submit());
    }

    private static async Task AutoApproved(Tenancy tenancy)
    {
        await tenancy.House.Change(async db => (await db.Tenants.SingleAsync(row => row.Id == tenancy.Tenant.Id)).ApprovesUatItself = true);
        (await State(tenancy.Submit())).ShouldBe("approved");
        (await State(tenancy.Submit())).ShouldBe("submitted"); // an operator decides

        static async Task<string?> State(Task<Answer> submitted) =>
            (await submitted).Json.GetProperty("state").GetString()?.ToLowerInvariant();
    }

    private static async Task LiveSecrets(Tenancy tenancy)
    {
        var client = await tenancy.Client("secrets");
        await Fill(
            tenancy,
            nameof(TenantBounds.LiveSecrets),
            _ => tenancy.Call(Post, $"/credentials/live/{client.Id}/secrets", new { }),
            from: 1
        );
    }

    private static async Task EndedSecrets(Tenancy tenancy)
    {
        var now = tenancy.House.Clock.GetUtcNow();
        var client = await tenancy.Client(
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
        (await tenancy.Call(Post, $"/credentials/live/{client.Id}/secrets", new { })).Status.ShouldBe(201);
        await using var db = tenancy.House.Db("dc3");
        db.Tenant = tenancy.Tenant.Id;
        var secrets = await db.Secrets.Where(secret => secret.ClientId == client.Id).ToListAsync();
        secrets.Count(secret => secret.DisabledAt == null).ShouldBe(2);
        secrets.Single(secret => secret.DisabledAt != null).CreatedAt.ShouldBe(now.AddDays(-1), TimeSpan.FromSeconds(1));
    }

    private static async Task Redirects(Tenancy tenancy, string bound, string[] uris)
    {
        var client = await tenancy.Client("web", kind: ClientKind.Web);
        var answer = await tenancy.Call(
            HttpMethod.Put,
            $"/credentials/live/{client.Id}",
            new
            {
                Name = "Web",
                Purpose = "Signs people in.",
                Owner = "",
                Contact = "",
                RedirectUris = uris,
                RequiresPkce = true,
                RequiresAllowlist = false,
                Version = (int?)null,
            }
        );
        Refused(tenancy, bound, answer, status: 422);
    }

    private static object Contract =>
        new
        {
            Environment = "uat",
            Scopes = (string[])[Office.Read],
            From = (string?)null,
            LastDay = (string?)null,
        };

    private static async Task Exemptions(Tenancy tenancy)
    {
        var client = await tenancy.Client("exempt");
        await Fill(
            tenancy,
            nameof(TenantBounds.Exemptions),
            _ =>
                tenancy.Operate(
                    Post,
                    $"/credentials/live/{client.Id}/exemptions",
                    new { Reason = "dynamic addresses", EndsAt = tenancy.House.Clock.GetUtcNow().AddDays(1) }
                )
        );
    }

    private static async Task People(Tenancy tenancy)
    {
        for (var i = 0; i < tenancy.Bounds.People; i++)
            await tenancy.House.AddMember(tenancy.Tenant, await tenancy.House.Person());
        Refused(
            tenancy,
            nameof(TenantBounds.People),
            await tenancy.Call(Post, "/invitations", new { Email = $"{tenancy.Tenant.Slug}@elsewhere.example", Role = "Reader" })
        );
    }

    private static async Task Changes(Tenancy tenancy)
    {
        for (var i = 0; i < tenancy.Bounds.ChangesADay; i += 2)
        {
            var added = await tenancy.Call(Post, "/allowlist/uat", new { Network = "192.0.2.1", Label = "" });
            added.Status.ShouldBe(201, added.Body);
            (await tenancy.Call(HttpMethod.Delete, $"/allowlist/uat/{added.Json.GetProperty("id").GetString()}")).Status.ShouldBe(204);
        }
        Refused(tenancy, nameof(TenantBounds.ChangesADay), await tenancy.Draft());
        // Operators still may, and the tenant too on the next day.
        var operated = await tenancy.Operate(Post, "/contracts", Contract);
        operated.Status.ShouldBe(201, operated.Body);
    }

    private static async Task RevokedTokensOfClient(Tenancy tenancy)
    {
        var (client, other) = (await tenancy.Client("revoking"), await tenancy.Client("beside"));
        var untouched = await tenancy.Token(other);
        await Revoke(tenancy, client, tenancy.Bounds.RevokedTokensOfClient + 1);

        var state = await Told(tenancy);
        state.GetProperty("revoked_before").EnumerateObject().Select(line => line.Name).ShouldBe([client.Id]);
        state.GetProperty("revoked_tokens").GetArrayLength().ShouldBe(0);
        (await tenancy.IsActive(untouched)).ShouldBeTrue();
        (await tenancy.State("?by=tenant"))
            .Json.GetProperty("near_bounds")
            .EnumerateArray()
            .Select(sentence => sentence.GetString())
            .ShouldContain(sentence => sentence!.StartsWith($"Client {client.Id} of tenant {tenancy.Tenant.Id} revoked so many tokens"));
    }

    private static async Task RevokedTokens(Tenancy tenancy)
    {
        var (one, two) = (await tenancy.Client("one"), await tenancy.Client("two"));
        await Revoke(tenancy, one, 3);
        await Revoke(tenancy, two, 3); // the sixth of the tenant

        var state = await Told(tenancy);
        state.GetProperty("revoked_before").EnumerateObject().Select(line => line.Name).ShouldBe([two.Id]);
        state.GetProperty("revoked_tokens").GetArrayLength().ShouldBe(3);
    }

    /// <summary>Revokes some tokens of a client that got some more: all are refused then, and the next one is good.</summary>
    private static async Task Revoke(Tenancy tenancy, Client client, int count)
    {
        var tokens = new List<string>();
        for (var i = 0; i < count; i++)
            tokens.Add(await tenancy.Token(client));
        tenancy.House.Clock.Advance(TimeSpan.FromSeconds(5));
        foreach (var token in tokens)
            await tenancy.Revoke(client, token);
        var later = await tenancy.Token(client);
        await tenancy.House.HearOfChanges("dc3");
        foreach (var token in tokens)
            (await tenancy.IsActive(token)).ShouldBeFalse();
        (await tenancy.IsActive(later)).ShouldBeTrue();
    }

    private static async Task<JsonElement> Told(Tenancy tenancy) =>
        (await tenancy.State($"?tenant={tenancy.Tenant.Id}")).Json.GetProperty("tenants").GetProperty($"{tenancy.Tenant.Id}");

    private static async Task SignIns(Tenancy tenancy)
    {
        var house = tenancy.House;
        var client = await house.AddIntegrator($"{tenancy.Tenant.Slug}-people", tenantId: tenancy.Tenant.Id);
        var email = await house.Person();
        await house.AddMember(tenancy.Tenant, email);
        var (integrator, visitor) = (new Integrator(house, client.Id), new Visitor(house));
        await visitor.SignInTo("/account", email);
        var refresh = new List<string>();
        for (var i = 0; i <= tenancy.Bounds.SignInsOfAccount; i++)
        {
            refresh.Add((await integrator.Tokens(visitor)).Json.GetProperty("refresh_token").GetString()!);
            house.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await integrator.Refresh(refresh[0])).Body.ShouldBe(Integrator.WrongRefreshToken);
        foreach (var token in refresh.Skip(1))
            (await integrator.Refresh(token)).Status.ShouldBe(200);
    }

    private static async Task Sessions(Tenancy tenancy)
    {
        var email = await tenancy.House.Person();
        var visitors = new List<Visitor>();
        for (var i = 0; i <= tenancy.Bounds.SessionsOfAccount; i++)
        {
            visitors.Add(new(tenancy.House));
            await visitors[^1].SignInTo("/account", email);
            tenancy.House.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await tenancy.House.SessionsOf(email)).Count.ShouldBe(tenancy.Bounds.SessionsOfAccount);
        await visitors[0].Open(Visitor.Dc3 + "/account");
        visitors[0].Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await visitors[^1].Open(Visitor.Dc3 + "/account");
        visitors[^1].Page.QuerySelector("input[type=password]").ShouldBeNull();
    }

    private static async Task Mails(Tenancy tenancy)
    {
        var house = tenancy.House;
        var mailboxes = Enumerable.Range(0, tenancy.Bounds.Mails + 1).Select(i => $"{tenancy.Tenant.Slug}-{i}@elsewhere.example").ToList();
        foreach (var mailbox in mailboxes)
        {
            var client = await tenancy.Client(
                mailbox.Split('@')[0],
                row =>
                {
                    row.Secrets.Clear();
                    row.Contact = mailbox;
                }
            );
            (await tenancy.Call(Post, $"/credentials/live/{client.Id}/hand-overs")).Status.ShouldBe(200);
        }
        // Somebody else's mail, which is written after all that wait.
        var other = await Tenancy.Of(house);
        var email = $"{other.Tenant.Slug}@elsewhere.example";
        (await other.Call(Post, "/invitations", new { Email = email, Role = "Reader" })).Status.ShouldBe(201);
        await Outbox.Wait(house, email);
        mailboxes.Count(mailbox => Outbox.To(house, mailbox).Count > 0).ShouldBe(tenancy.Bounds.Mails);
    }
}
