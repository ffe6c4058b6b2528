using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>A freight company whose credentials have been at work for months: every list has something in it, and every state is there.</summary>
internal sealed class PageFixtures(PageTenant room)
{
    public const string Maya = "maya.reed@kestrel.example";
    public const string Dev = "dev.shah@kestrel.example";
    public const string Oda = "oda.perk@tokenhouse.example";

    private readonly Client payroll = room.Client(
        "dc3-k7m2v9qxw4hjd3",
        "Payroll export",
        ClientKind.Machine,
        TenantEnvironment.LIVE,
        "Public.Job.Read",
        "Public.Offer.Read",
        "Public.Document.Read"
    );

    private readonly Client careers = room.Client(
        "dc3-p3n8z5rtc6kbw2",
        "Careers site",
        ClientKind.Web,
        TenantEnvironment.LIVE,
        "Public.Job.Read",
        "Public.Application.Write",
        "openid"
    );

    private readonly Client trial = room.Client(
        "dc3-w9d4h7xqm2vk5f",
        "Onboarding sync",
        ClientKind.Machine,
        TenantEnvironment.UAT,
        "Public.Applicant.Read",
        "Public.Document.Read"
    );

    private readonly Client next = room.Client(
        "dc3-t6c3j8ypb4nz7g",
        "Interview planner",
        ClientKind.Machine,
        TenantEnvironment.UAT,
        "Public.Application.Read"
    );

    private readonly Client gate = room.Client(
        "73918264",
        "Payment run",
        ClientKind.AppKey,
        TenantEnvironment.LIVE,
        "payments.read",
        "payments.write"
    );

    /// <summary>Furnishes a tenant; everything that pages name is in the showroom then.</summary>
    public static async Task Furnish(PageTenant room)
    {
        var pageFixtures = new PageFixtures(room);
        await pageFixtures.People();
        await pageFixtures.Credentials();
        await pageFixtures.Calls();
        await pageFixtures.Requests();
        await pageFixtures.Changes();
    }

    private async Task People()
    {
        await room.Person(
            Role.Developer,
            Dev,
            "Dev Shah",
            with: account => (account.SeenAt, account.TwoFactorEnabled) = (room.Now.AddHours(-3), true)
        );
        await room.Person(
            Role.Reader,
            "lena.fischer@kestrel.example",
            "Lena Fischer",
            with: account => account.SeenAt = room.Now.AddDays(-9)
        );
        var tom = await room.Person(
            Role.Developer,
            "tom.okafor@kestrel.example",
            "Tom Okafor",
            with: account => account.DisabledAt = room.Now.AddDays(-30)
        );
        room.Fill(("person", tom.Id.ToString()));
    }

    private async Task Credentials()
    {
        (payroll.Purpose, payroll.Owner, payroll.Contact) = (
            "Fetches signed offers every night and hands them to the payroll of Kestrel.",
            "finance@kestrel.example",
            "integrations@kestrel.example"
        );
        (careers.Purpose, careers.Owner, careers.Contact) = ("Shows open jobs and takes applications.", "talent@kestrel.example", Dev);
        careers.RedirectUris = ["https://careers.kestrel.example/signin", "https://careers.kestrel.example/silent"];
        careers.PostLogoutRedirectUris = ["https://careers.kestrel.example/signed-out"];
        (trial.Purpose, trial.Owner, trial.Contact) = ("Copies documents of new colleagues once a day.", "people@kestrel.example", Dev);
        next.Purpose = "Reads applications to propose dates for interviews.";
        var mobile = room.Client(
            "dc3-f5g8m3vwt9qn2d",
            "Recruiter app",
            ClientKind.Native,
            TenantEnvironment.LIVE,
            "Public.Job.Read",
            "openid"
        );
        mobile.RedirectUris = ["http://127.0.0.1/callback"];
        var old = room.Client("dc3-r2x6b9kdh4wc7p", "Old intranet", ClientKind.Machine, TenantEnvironment.LIVE, "all");
        old.DisabledAt = room.Now.AddDays(-16);
        Secret[] secrets =
        [
            room.Secret(payroll, "thl_made-up-for-the-payroll-k3Q", 110, endsInDays: 12, usedMinutesAgo: 9, by: Dev),
            room.Secret(payroll, "thl_made-up-for-the-payroll-9Xw", 2, usedMinutesAgo: 47, by: Maya),
            room.Secret(careers, "thl_made-up-for-the-careers-T7m", 60, endsInDays: 240, usedMinutesAgo: 3, by: Dev),
            room.Secret(trial, "thu_made-up-for-the-trial-Hq2", 20, usedMinutesAgo: 130, by: Dev),
            room.Secret(gate, "made-up-app-key-0123456789abcd7Z", 75, usedMinutesAgo: 55, by: Maya),
        ];
        await room.Add(db =>
        {
            db.Clients.AddRange(payroll, careers, trial, next, gate, mobile, old);
            db.Secrets.AddRange(secrets);
            db.AllowedNetworks.AddRange(
                Network("203.0.113.0/24", "Head office, Rotterdam", payroll.Id, 2),
                Network("198.51.100.17/32", "Payroll server", payroll.Id, 0),
                Network("2001:db8:40::/48", "Data centre", null, 1)
            );
            db.AllowlistExemptions.Add(
                new()
                {
                    Id = Guid.CreateVersion7(room.Now),
                    TenantId = room.Tenant.Id,
                    Environment = TenantEnvironment.LIVE,
                    ClientId = careers.Id,
                    Reason = "The site moves to another provider.",
                    GrantedBy = Oda,
                    GrantedAt = room.Now.AddDays(-3),
                    EndsAt = room.Now.AddDays(20),
                }
            );
        });
        room.Fill(("environment", "live"), ("client", payroll.Id), ("secret", secrets[0].Id.ToString()), ("dialect", "OAuth2Legacy"));
        room.Show("/t/{tenant}/credentials/{environment}/{client}/go-live", $"/t/kestrel/credentials/uat/{trial.Id}/go-live");
        room.Show(
            "/t/{tenant}/credentials/{environment}/{client}/token-settings",
            $"/t/kestrel/credentials/live/{careers.Id}/token-settings"
        );
    }

    private async Task Calls()
    {
        var refusals = new (int Minutes, Client? Client, RefusalKind Kind, string Code, string Reason)[]
        {
            (4, payroll, RefusalKind.AddressNotAllowed, "unauthorized_client", "203.0.113.41 isn't on the client's allowlist"),
            (31, careers, RefusalKind.RedirectUriMismatch, "invalid_grant", "the redirect URI is not that of the authorization request"),
            (58, payroll, RefusalKind.ScopeNotInContract, "invalid_scope", "the scope Public.Offer.Write isn't in the LIVE contract"),
            (260, payroll, RefusalKind.ExpiredSecret, "invalid_client", "the secret ending in Wd8 expired on 20 November 2026"),
            (1_500, trial, RefusalKind.WrongSecret, "invalid_client", "wrong secret: it matches none of this client's secrets"),
        };
        await room.Add(db =>
        {
            foreach (var (minutes, client, kind, code, reason) in refusals)
                db.Refusals.Add(room.Refusal(minutes, client, kind, code, reason));
            db.Usages.AddRange(room.Usages(payroll, 30, 40));
            db.Usages.AddRange(room.Usages(careers, 30, 90));
            db.Usages.AddRange(room.Usages(careers, 30, 12, "OAuth2Legacy"));
            db.Usages.AddRange(room.Usages(trial, 2, 2));
        });
        await room.Server.RememberLastCalls();
    }

    private async Task Requests()
    {
        var draft = room.Request("Exit interviews", RequestState.Draft, Dev, 1, "Public.Application.Read");
        var waiting = room.Request("Reference checks", RequestState.Submitted, Dev, 2, "Public.Applicant.Read", "Public.HrCore.Write");
        waiting.Purpose = "Sends the names of applicants to the agency that asks for references, once for each applicant.";
        (waiting.Owner, waiting.Contact, waiting.Networks) = ("people@kestrel.example", Dev, ["203.0.113.0/24"]);
        var returned = room.Request("Job board feed", RequestState.Returned, Dev, 5, "Public.Job.Read");
        (returned.Purpose, returned.Owner, returned.Contact) = (
            "Copies open jobs to two job boards every hour.",
            "talent@kestrel.example",
            Dev
        );
        (returned.Comment, returned.DecidedBy) = ("Please name the job boards, and say who runs the program.", Oda);
        var approved = room.Request("Interview planner", RequestState.Approved, Dev, 8, "Public.Application.Read");
        (approved.ClientId, approved.DecidedBy) = (next.Id, Oda);
        var declined = room.Request("Everything reader", RequestState.Declined, "lena.fischer@kestrel.example", 40, "all");
        (declined.Comment, declined.DecidedBy) = ("One credential for each program, please.", Oda);
        var ahead = new Contract
        {
            Id = Guid.CreateVersion7(room.Now),
            TenantId = room.Tenant.Id,
            Environment = TenantEnvironment.LIVE,
            Scopes = ["Public.Offer.Write"],
            From = room.Day(10),
        };
        await room.Add(db =>
        {
            db.Requests.AddRange(draft, waiting, returned, approved, declined);
            foreach (var contract in db.Contracts.Where(row => row.TenantId == room.Tenant.Id))
                (contract.Scopes, contract.From, contract.Until) = (
                    [.. payroll.Scopes, .. careers.Scopes, "Public.Applicant.Read", "payments.read", "payments.write", "all"],
                    room.Day(-200),
                    contract.Environment is TenantEnvironment.LIVE ? room.Day(25) : null
                );
            db.Contracts.Add(ahead);
        });
        room.Fill(("request", returned.Id.ToString()), ("contract", room.Tenant.Contracts[0].Id.ToString()));
        room.Show("/t/{tenant}/requests/{request:guid}/edit", $"/t/kestrel/requests/{returned.Id}/edit");
        room.Show("/t/{tenant}/requests/{request:guid}/decide", $"/t/kestrel/requests/{waiting.Id}/decide");
    }

    /// <summary>What stands in the audit was done, so that its chain is whole.</summary>
    private async Task Changes()
    {
        var server = room.Server;
        var maya = await server.Actor(
            (await room.Person(Role.Manager, Maya, "Maya Reed", with: account => account.SeenAt = room.Now)).Email!,
            "kestrel"
        );
        var dev = await server.Actor(Dev, "kestrel");
        var key = ClientKey.Of(payroll);
        await server.The<AddNetwork>().Execute(dev, key, new("198.51.100.40", "Test runner")).Value();
        await server.The<Invite>().Execute(maya, new("noor.haddad@kestrel.example", Role.Developer)).Value();
        await server.The<ChangeScopes>().Execute(dev, ClientKey.Of(careers), new([.. careers.Scopes, "Public.Applicant.Read"])).Value();
        await server.The<DisableCredential>().Execute(dev, ClientKey.Of(trial)).Value();
        await server.The<EnableCredential>().Execute(maya, ClientKey.Of(trial)).Value();
        var link = await server.The<MakeHandOver>().Execute(maya, ClientKey.Of(next)).Value();
        room.Show("/t/{tenant}/credentials/{environment}/{client}/hand-over", new Uri(link.Address).PathAndQuery);
        await room.Person(Role.Manager, Oda, "Oda Perk", isStaff: true);
        await server.HearOfChanges("dc3");
    }

    private AllowedNetwork Network(string network, string label, string? client, int matchedDaysAgo) =>
        new()
        {
            Id = Guid.CreateVersion7(room.Now),
            TenantId = room.Tenant.Id,
            Environment = TenantEnvironment.LIVE,
            ClientId = client,
            Network = network,
            Label = label,
            AddedBy = Dev,
            AddedAt = room.Now.AddDays(-100),
            LastMatchedAt = room.Now.AddDays(-matchedDaysAgo),
        };
}
