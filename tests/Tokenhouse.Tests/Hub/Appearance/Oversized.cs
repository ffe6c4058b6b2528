using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.People;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Appearance;

/// <summary>A tenant in which everything is as long as it may be, and in words that do not break, and the scopes are many.</summary>
internal static class Oversized
{
    public const string Api =
        "urn:oversized:" + "and-so-on-and-so-on-and-so-on-and-so-on-and-so-on-and-so-on-and-so-on-and-so-on-and-so-on-and-so-on";

    /// <summary>As long as the database lets a name be.</summary>
    public static readonly string Name = Long("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 200);

    public static readonly string Slug = Long("donau-dampf-schifffahrt", 63);

    public static readonly string Manager = Mail("manager");
    public static readonly string Clerk = Mail("clerk");

    public static readonly IReadOnlyList<string> Scopes =
    [
        .. Enumerable
            .Range(10, 60)
            .Select(i =>
                Long($"Public.Wagenstandsanzeiger{i.ToString(CultureInfo.InvariantCulture)}.LesenUndSchreiben", i < 15 ? 100 : 45)
            ),
    ];

    public static async Task<PageTenant> Open(TestServer server)
    {
        var room = await PageTenant.Empty(server, Slug, Name);
        await Fill(room);
        await Change(room);
        room.Fill(("environment", "live"), ("dialect", "OAuth2Legacy"), ("algorithm", "RS256"));
        room.Show("/operator/catalogue/api", "/operator/catalogue/api?identifier=" + Uri.EscapeDataString(Api));
        return room;
    }

    private static async Task Fill(PageTenant room)
    {
        var client = Described(room.Client(Id("live"), Name, ClientKind.Web, TenantEnvironment.LIVE, [.. Scopes, "openid"]));
        var (trial, bare) = (
            Described(room.Client(Id("uat"), Name, ClientKind.Machine, TenantEnvironment.UAT, "all")),
            Described(room.Client(Id("bare"), Name, ClientKind.Machine, TenantEnvironment.UAT, "all"))
        );
        var key = Described(room.Client("90000001", Name, ClientKind.AppKey, TenantEnvironment.LIVE, [.. Scopes.Take(20)]));
        Secret[] secrets =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => room.Secret(client, $"a-long-made-up-secret-{i}", 300, endsInDays: 9 + i, usedMinutesAgo: 5, by: Manager)),
            room.Secret(trial, "a-long-made-up-secret-of-uat", 300, endsInDays: 20, by: Manager),
            room.Secret(key, "a-long-made-up-app-key-012345678", 300, endsInDays: 9, usedMinutesAgo: 5, by: Manager),
        ];
        CredentialRequest[] requests = [.. Enum.GetValues<RequestState>().Select(state => Request(room, state, client))];
        await room.Add(db =>
        {
            db.Apis.Add(
                new()
                {
                    Identifier = Api,
                    Name = Name[..100],
                    Scopes = [.. Scopes.Select(scope => new Scope { Name = scope, ApiIdentifier = Api })],
                }
            );
            db.Clients.AddRange(client, trial, bare, key);
            db.Clients.AddRange(
                Enumerable
                    .Range(0, 4)
                    .Select(i =>
                        Described(
                            room.Client(Id($"more-{i}"), $"{i} {Name[..190]}", (ClientKind)(i % 4), (TenantEnvironment)(i % 2), "all")
                        )
                    )
            );
            db.Secrets.AddRange(secrets);
            db.Requests.AddRange(requests);
            foreach (var contract in db.Contracts.Where(row => row.TenantId == room.Tenant.Id))
                (contract.Scopes, contract.Until) = ([.. Scopes.Skip(5), "openid"], room.Day(25));
            db.AllowedNetworks.AddRange(Enumerable.Range(1, 6).Select(i => Network(room, i, client.Id)));
            db.AllowlistExemptions.Add(Arrange.Exemption(room.Tenant.Id, client.Id, room.Now.AddDays(20)));
            db.Refusals.AddRange(
                Enumerable
                    .Range(1, 6)
                    .Select(i =>
                        room.Refusal(
                            i,
                            i % 5 == 0 ? null : client,
                            RefusalKind.ScopeNotInContract,
                            "invalid_scope",
                            $"the scope {Scopes[i % 60]} isn't in the LIVE contract of {Name}"
                        )
                    )
            );
            db.Usages.AddRange(room.Usages(client, 30, 2_000_000, "OAuth2Legacy"));
        });
        await room.Server.RememberLastCalls();
        var person = await room.Person(Role.Developer, Mail("somebody"), Name, with: account => account.DisabledAt = room.Now);
        room.Fill(
            ("client", client.Id),
            ("secret", secrets[0].Id.ToString()),
            ("contract", room.Tenant.Contracts[0].Id.ToString()),
            ("person", person.Id.ToString())
        );
        room.Fill(("request", requests.Single(row => row.State is RequestState.Returned).Id.ToString()));
        room.Show(
            "/t/{tenant}/requests/{request:guid}/decide",
            $"/t/{Slug}/requests/{requests.Single(row => row.State is RequestState.Submitted).Id}/decide"
        );
        room.Show("/t/{tenant}/credentials/{environment}/{client}/go-live", $"/t/{Slug}/credentials/uat/{trial.Id}/go-live");
        for (var i = 0; i < 4; i++)
            await room.Person((Role)(i % 4), Mail($"colleague-{i}"), $"{i} {Name[..190]}");
        await Bare(room, bare);
    }

    private static async Task Bare(PageTenant room, Client bare)
    {
        await room.Person(Role.Manager, Manager, Name);
        await room.Person(Role.Manager, Clerk, Name, isStaff: true);
        var link = await room.Server.The<MakeHandOver>().Execute(await room.Server.Actor(Manager, Slug), ClientKey.Of(bare)).Value();
        room.Show("/t/{tenant}/credentials/{environment}/{client}/hand-over", new Uri(link.Address).PathAndQuery);
    }

    private static async Task Change(PageTenant room)
    {
        var (server, manager) = (room.Server, await room.Server.Actor(Manager, Slug));
        for (var i = 0; i < 3; i++)
            await server.The<Invite>().Execute(manager, new(Mail($"guest-{i}"), Role.Reader)).Value();
        await server.The<ChangeScopes>().Execute(manager, new("live", Id("live")), new([.. Scopes.Skip(5).Take(50)])).Value();
        await server
            .The<AddNetwork>()
            .Execute(manager, new ClientKey("live", Id("live")), new("2001:db8:1111:2222:3333:4444:5555:6666", Name))
            .Value();
        await server.HearOfChanges("dc3");
    }

    private static Client Described(Client client)
    {
        (client.Purpose, client.Owner, client.Contact) = (Long("Anwendungsbeschreibung", 1000), Mail("owner"), Mail("contact"));
        if (client.Kind.MayActForPeople())
            client.PostLogoutRedirectUris = client.RedirectUris = [
                .. Enumerable.Range(1, 5).Select(i => $"https://example.com/{i}/" + Long("and-so-on", 200)),
            ];
        return client;
    }

    private static CredentialRequest Request(PageTenant room, RequestState state, Client client)
    {
        var request = room.Request(Name, state, Mail("developer"), 30, [.. Scopes]);
        (request.Purpose, request.Owner, request.Contact) = (client.Purpose, client.Owner, client.Contact);
        request.Networks = [.. Enumerable.Range(1, 20).Select(i => $"2001:db8:1111:2222:3333:4444:5555:{i}/128")];
        if (request.DecidedAt is not null)
            (request.Comment, request.DecidedBy) = (Long("Anmerkung", 1000), Mail("clerk"));
        return request;
    }

    private static AllowedNetwork Network(PageTenant room, int number, string client) =>
        new()
        {
            Id = Guid.CreateVersion7(room.Now),
            TenantId = room.Tenant.Id,
            Environment = TenantEnvironment.LIVE,
            ClientId = number % 2 == 0 ? client : null,
            Network = $"2001:db8:1111:2222:3333:4444:5555:{number.ToString(CultureInfo.InvariantCulture)}/128",
            Label = Name,
            AddedBy = Mail("colleague"),
            AddedAt = room.Now,
            LastMatchedAt = room.Now,
        };

    private static string Id(string what) => Long($"dc3-{what}-kennung", 100);

    private static string Mail(string who) =>
        Long(who, 64) + "@" + Long("donaudampfschifffahrt", 60) + "." + Long("gesellschaft", 60) + ".example";

    /// <summary>A word, over and over, until it is so long.</summary>
    private static string Long(string word, int length) => string.Concat(Enumerable.Repeat(word, length / word.Length + 1))[..length];
}
