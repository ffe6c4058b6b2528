using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Tests.Hub.Requests;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Contracts;

/// <summary>A vendor with very many scopes: forms and calls take as many as a contract has, and say where that ends.</summary>
[Collection<RequestServers>]
public sealed class ManyScopesTests(TestServers servers)
{
    private const int Many = 400;
    private const string TooMuch =
        "A form can have at most 1024 fields and checked boxes, names of 128 characters, and 256 KB in total. Nothing was changed. "
        + "Go back and send less at once. You can add the rest afterwards.";

    private static readonly (string Name, string Value)[] Ticked = [.. Names(Many).Select(name => ("scopes", name))];

    [Fact]
    public async Task Hundreds_of_scopes_are_ticked_from_the_contract_to_the_token()
    {
        var server = await WithManyScopes();
        var office = await TenantBuilder.Open(server);
        var decider = await office.Operator();
        await decider.Open(office.Address("/contract/add/uat"));
        await decider.Send("/contract/add/uat", Ticked);
        decider.Said().ShouldBe("Contract added.");

        var id = await office.Submitted(ClientKind.Machine, [.. HubForms.But(("scopes", null)), .. Ticked]);
        await office.Decide(id, "approve");
        var clientId = (await office.Request(id)).ClientId!;
        await office.Rows(async db =>
        {
            db.Secrets.Add(Arrange.Secret(clientId, office.Tenant.Id, TenantEnvironment.UAT, "a-secret-of-many", server.Clock.GetUtcNow()));
            return await db.SaveChangesAsync();
        });
        var developer = await office.Developer();
        await developer.Open(office.Address($"/credentials/uat/{clientId}/scopes"));
        await developer.Press("/scopes", Ticked[..^1]);
        developer.Page.QuerySelectorAll(".scopes code").Length.ShouldBe(Many - 1);
        await server.HearOfChanges("dc3");
        var token = await server.Token("http://loginuat.dc3.localhost:5080", clientId, "a-secret-of-many");
        token.Json.GetProperty("scope").GetString().ShouldBe(string.Join(' ', Names(Many - 1)));
    }

    [Fact]
    public async Task A_contract_has_a_most_and_the_form_says_which()
    {
        var server = await WithManyScopes();
        var office = await TenantBuilder.Open(server);
        var session = await office.Operator();
        await session.Open(office.Address("/contract/add/live"));
        await session.Send("/contract/add/live", [.. Names(1001).Select(name => ("scopes", name))]);
        (session.Answer.Status, session.Fault("scopes")).ShouldBe(
            (422, "A contract can have at most 1000 scopes. Add another contract for the others.")
        );
        var developer = await office.Developer();
        await developer.Open(office.Address("/requests/new?kind=machine"));
        await developer.Press("/requests/new", [.. HubForms.But(("scopes", null)), .. Names(1001).Select(name => ("scopes", name))]);
        developer.Faults()["scopes"].ShouldBe("A request can have at most 1000 of these.");
    }

    [Fact]
    public async Task Approving_does_not_lengthen_a_contract_beyond_its_most()
    {
        var server = await servers.On();
        var office = await TenantBuilder.Open(server, tenant => tenant.Contracts.ForEach(contract => contract.Scopes = [.. Names(1000)]));
        var id = await office.Submitted(ClientKind.Machine, HubForms.But(("scopes", TenantBuilder.Write)));
        var session = await office.Decide(id, "approve", ("add_scopes", "yes"));
        (session.Answer.Status, session.Lines()).ShouldSatisfyAllConditions(
            page => page.Status.ShouldBe(409),
            page =>
                page.Item2.ShouldContain(
                    "With these scopes, the contract would have more than 1000, the maximum. Add another contract for them, then approve."
                )
        );
        (await office.Request(id)).ClientId.ShouldBeNull();
        (await office.Audit()).ShouldNotContain(entry => entry.StartsWith("contract.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_form_beyond_the_bounds_is_refused_in_words_and_nothing_is_done()
    {
        var server = await servers.On();
        var office = await TenantBuilder.Open(server);
        var session = await office.Operator();
        foreach (
            var (status, fields) in ((int, (string, string)[])[])
                [
                    (400, [.. Names(1025).Select(name => ("scopes", name))]),
                    (413, [("scopes", new string('x', 257 * 1024))]),
                    (400, [(new string('n', 129), "")]),
                ]
        )
        {
            await session.Open(office.Address("/contract/add/live"));
            await session.Send("/contract/add/live", [("scopes", TenantBuilder.Write), .. fields]);
            (session.Answer.Status, session.Heading, session.Page.QuerySelector("main p").Text()).ShouldBe(
                (status, "This form is too large", TooMuch)
            );
        }
        (await office.Audit()).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task The_forms_of_an_account_stay_small()
    {
        var session = new BrowserSession(await servers.On());
        await session.Open(BrowserSession.Link());
        await session.Send("/account/sign-in", [.. Names(65).Select(name => (name, ""))]);
        (session.Answer.Status, session.Heading).ShouldBe((400, "This form is too large"));
        session
            .Page.QuerySelector("main p")
            .Text()
            .ShouldStartWith("A form can have at most 64 fields and checked boxes, names of 128 characters, and 64 KB in total.");
    }

    [Fact]
    public async Task A_null_in_a_form_is_no_failure_of_ours()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var session = await office.Developer();
        await session.Open(office.Address("/requests/new?kind=machine"));
        await session.Press("/requests/new", HubForms.But(("name", "a\0b")));
        (session.Answer.Status, session.Answer.Json.GetProperty("detail").GetString()).ShouldBe(
            (400, "The HTTP request couldn't be read.")
        );
    }

    [Fact]
    public async Task A_program_gives_as_many_scopes_as_a_form_and_is_told_where_that_ends()
    {
        var server = await WithManyScopes();
        var office = await TenantBuilder.Open(server, tenant => tenant.Contracts.ForEach(contract => contract.Scopes = [.. Names(Many)]));
        var client = await server.Credential(office.Tenant);
        var token = await server.HubToken(office.Tenant.Id, "hub.credentials.write", "hub.credentials.read");
        var path = $"/tenants/{office.Tenant.Slug}/credentials/live/{client.Id}/scopes";
        var put = await server.Call(token, HttpMethod.Put, path, new { Scopes = Names(Many), Version = (int?)null });
        put.Json.GetProperty("scopes").GetArrayLength().ShouldBe(Many);

        var more = await server.Call(token, HttpMethod.Put, path, new { Scopes = Names(1001), Version = (int?)null });
        (more.Status, more.Json.GetProperty("fields").GetProperty("scopes").GetString()).ShouldBe(
            (422, "A credential can have at most 1000 scopes.")
        );
        var tooLong = await server.Call(
            token,
            HttpMethod.Put,
            path,
            new { Scopes = new[] { new string('x', 256 * 1024) }, Version = (int?)null }
        );
        (tooLong.Status, tooLong.Json.GetProperty("detail").GetString()).ShouldBe(
            (413, "The body is larger than the limit of 262144 bytes.")
        );
    }

    private static IEnumerable<string> Names(int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"Wide.Area{i:0000}.Read"));

    private async Task<TestServer> WithManyScopes()
    {
        var server = await servers.On();
        await using var db = server.Db("dc3");
        if (await db.Scopes.FindAsync("Wide.Area0000.Read") is null)
            await server.Change(db =>
            {
                var api = db.Apis.First(api => api.Identifier != HubScopes.Identifier).Identifier;
                db.Scopes.AddRange(
                    Names(Many).Select(name => new Tokenhouse.Server.Data.Entities.Scope { Name = name, ApiIdentifier = api })
                );
                return Task.CompletedTask;
            });
        return server;
    }
}
