using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>A UAT credential of an office that is used as programs use theirs, and what its checklist says then.</summary>
public sealed class UatClient
{
    private const string Uat = "http://loginuat.dc3.localhost:5080";

    private readonly TenantBuilder office;
    private long seen;

    private UatClient(TenantBuilder office, string id) => (this.office, Id) = (office, id);

    public string Id { get; }

    public static async Task<UatClient> Add(TenantBuilder office, ClientKind kind = ClientKind.Machine, Action<Client>? with = null)
    {
        var id = $"uat-of-{office.Tenant.Slug}";
        await office.Server.AddIntegrator(
            id,
            client =>
            {
                (client.Scopes, client.Purpose) = ([TenantBuilder.Read], "Reads the new jobs once an hour.");
                (client.Owner, client.Contact) = ("owner@example.com", "contact@example.com");
                client.RedirectUris = kind.MayActForPeople() ? ["https://uat.example.com/back"] : [];
                with?.Invoke(client);
            },
            kind,
            TenantEnvironment.UAT,
            office.Tenant.Id
        );
        return new(office, id);
    }

    /// <summary>Fetches a token.</summary>
    public async Task Call(int times = 1)
    {
        for (var i = 0; i < times; i++)
            (await office.Server.Token(Uat, Id, Id + "-demo-secret")).Status.ShouldBe(200);
        await Written(times);
    }

    /// <summary>Asks for what it may not have.</summary>
    public async Task Fail()
    {
        (await office.Server.Token(Uat, Id, Id + "-demo-secret", TenantBuilder.Write)).Status.ShouldBe(400);
        await Written(1);
    }

    /// <summary>Requests in its name by somebody who does not have its secret: at the token endpoint and with a browser.</summary>
    public async Task Stranger(int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await office.Server.Token(Uat, Id, "guess")).Status.ShouldBe(401);
            (await office.Server.Get($"{Uat}/connect/authorize?client_id={Id}&redirect_uri=https%3A%2F%2Fevil.example")).Status.ShouldBe(
                400
            );
        }
        await Written(2 * times);
    }

    /// <summary>An item of the checklist: its state and its evidence.</summary>
    public async Task<string> Item(string title)
    {
        var reader = await office.Reader();
        await reader.EnterHub(office.Email("reader"), $"/t/{office.Tenant.Slug}/credentials/uat/{Id}/go-live");
        var item = reader
            .Page.QuerySelectorAll(".card-row")
            .SingleOrDefault(row => row.QuerySelector("h2")!.TextContent.StartsWith(title, StringComparison.Ordinal));
        return item is null ? "" : $"{item.QuerySelector(".badge")!.TextContent}: {item.QuerySelector("p")!.TextContent}";
    }

    /// <summary>Opens the checklist as a Developer.</summary>
    public async Task<BrowserSession> Checklist()
    {
        var developer = await office.Developer();
        await developer.EnterHub(office.Email("developer"), $"/t/{office.Tenant.Slug}/credentials/uat/{Id}/go-live");
        return developer;
    }

    /// <summary>Puts the client on an allowlist, its own.</summary>
    public Task Allow(string network = "127.0.0.0/8") =>
        office.Change(db =>
        {
            db.AllowedNetworks.Add(Arrange.Network(network, office.Tenant.Id, Id, TenantEnvironment.UAT));
            return Task.CompletedTask;
        });

    // Events are written a second after the fact.
    private async Task Written(long calls)
    {
        seen += calls;
        await Eventually.True(office.Server.Clock, TimeSpan.FromSeconds(1), async () => await Count() == seen);
    }

    private async Task<long> Count() =>
        await office.Rows(db => db.Usages.Where(row => row.ClientId == Id).SumAsync(row => row.Issued))
        + await office.Rows(db => db.Refusals.Where(row => row.ClientId == Id).SumAsync(row => row.Count));
}
