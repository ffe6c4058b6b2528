using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Hub.Api;
using Tokenhouse.Tests.Support;
using ApiOfCatalogue = Tokenhouse.Server.Data.Entities.Api;

namespace Tokenhouse.Tests.Hub;

/// <summary>Whatever is stored about a client, a tenant, a contract or the catalogue can be set on a page and through the API, or is no setting.</summary>
[Collection<ApiServers>]
public sealed class StoredSettingsTests(TestServers servers)
{
    [Fact]
    public async Task Everything_stored_that_can_change_is_a_setting_or_has_a_reason_not_to_be_one()
    {
        var server = await servers.On(Database.Sqlite);
        await using var db = server.Db("dc3");
        var stored = StoredSettings.Changeable(db.Model.GetEntityTypes().Select(type => type.ClrType)).ToList();
        var names = stored.Select(property => $"{property.DeclaringType!.Name}.{property.Name}").ToList();
        names.ShouldContain("Client.RefreshGrace"); // so it does find them
        var known = StoredSettings.All.Select(setting => setting.Name).Concat(StoredSettings.Others.Keys).ToHashSet();
        var forgotten = names.Where(name => !known.Contains(name) && !known.Contains(name.Split('.')[0]));
        forgotten.ShouldBeEmpty("add a page and an operation of the API, or say why it is no setting");
        known.Except(names).Except(names.Select(name => name.Split('.')[0])).ShouldBeEmpty("these are gone");
        StoredSettings.All.Select(setting => setting.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task Every_setting_is_changed_by_its_operation_of_the_API_and_by_its_page()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var (manager, clerk) = (await server.AtHub(samples.Tenant, Role.Manager), await server.Operator(role: Role.Manager));
        var wrong = new List<string>();
        foreach (var setting in StoredSettings.All)
        {
            var (operation, body) = (setting.Form.Operation, samples.Of(setting.Form.Operation).Body);
            (await samples.Send(operation, "PUT", body)).Status.ShouldBeOneOf([200, 204], setting.Name);
            var sampled = await Stored(server, samples, setting);
            body = samples.Of(operation).Body;
            body.ContainsKey(setting.Member).ShouldBeTrue(setting.Name);
            body[setting.Member] = JsonNode.Parse(setting.Json);
            var answer = await samples.Send(operation, "PUT", body);
            var byProgram = await Stored(server, samples, setting);
            if (answer.Status is not (200 or 204) || byProgram == sampled)
                wrong.Add($"{setting.Name} with {operation}: {byProgram}, {answer}");

            var session = samples.IsOperators(operation) ? clerk : manager;
            await Write(session, setting, Page(samples, setting));
            if (session.Answer.Status != 200 || await Stored(server, samples, setting) == byProgram)
                wrong.Add($"{setting.Name} on {session.Path}: {session.Answer.Status}, {string.Join(' ', session.Faults().Values)}");
        }
        wrong.ShouldBeEmpty();
    }

    /// <summary>Opens the page, and sends its form as it stands but for one field.</summary>
    private static async Task Write(BrowserSession session, Setting setting, string page)
    {
        await session.OpenHub(page);
        var form = session.Page.Forms.FirstOrDefault(form =>
            form.GetAttribute("action")!.Contains(setting.Form.Action, StringComparison.Ordinal)
            && form.Elements.OfType<IHtmlElement>().Any(element => element.GetAttribute("name") == setting.Field)
        );
        form.ShouldNotBeNull($"{page} has no form with {setting.Field} for {setting.Name}: {session.Answer.Status}");
        var fields = HubPages
            .Fields(form)
            .Where(field => field.Key != setting.Field)
            .Concat(setting.Typed.Select(value => KeyValuePair.Create(setting.Field, value)));
        await session.Go(
            new(HttpMethod.Post, new Uri(new Uri(session.Page.Url), form.GetAttribute("action")))
            {
                Content = new FormUrlEncodedContent(fields),
            }
        );
    }

    private static string Page(ApiSamples samples, Setting setting)
    {
        var (path, body) = samples.Of(setting.Form.Operation);
        var page = setting.Form.Page(path.Replace("/tenants/", "/t/", StringComparison.Ordinal));
        return body["identifier"] is { } api ? $"{page}?identifier={Uri.EscapeDataString(api.GetValue<string>())}" : page;
    }

    private static async Task<string> Stored(TestServer server, ApiSamples samples, Setting setting)
    {
        await using var db = server.Db("dc3");
        db.Tenant = samples.Tenant.Id;
        var (path, body) = samples.Of(setting.Form.Operation);
        var row = await Row(db, samples, setting.Entity, path.Split('/'), body);
        return JsonSerializer.Serialize(setting.Entity.GetProperty(setting.Property)!.GetValue(row));
    }

    private static async Task<object> Row(Db db, ApiSamples samples, Type entity, string[] path, JsonObject body)
    {
        var (last, before) = (Id(path[^1]), Id(path[^2]));
        return entity.Name switch
        {
            nameof(Client) => await db.Clients.SingleAsync(row => row.Id == samples.Client.Id && row.Environment == TenantEnvironment.LIVE),
            nameof(Secret) => await db.Secrets.SingleAsync(row => row.Id == before),
            nameof(Tenant) => await db.Tenants.SingleAsync(row => row.Id == samples.Tenant.Id),
            nameof(Contract) => await db.Contracts.SingleAsync(row => row.Id == last),
            nameof(Membership) => await db.Memberships.SingleAsync(row => row.TenantId == samples.Tenant.Id && row.AccountId == before),
            nameof(AllowedNetwork) => await db.AllowedNetworks.SingleAsync(row => row.Id == last),
            nameof(CredentialRequest) => await db.Requests.SingleAsync(row => row.Id == last),
            "Api" => await Api(),
            _ => throw new InvalidOperationException($"Say which row of {entity.Name} the sample is about."),
        };

        async Task<ApiOfCatalogue> Api()
        {
            var identifier = body["identifier"]!.GetValue<string>();
            return await db.Apis.SingleAsync(row => row.Identifier == identifier);
        }
    }

    /// <summary>The ID in a path; an unused one if there is none.</summary>
    private static Guid Id(string part) => Guid.TryParse(part, out var id) ? id : Guid.Empty;
}
