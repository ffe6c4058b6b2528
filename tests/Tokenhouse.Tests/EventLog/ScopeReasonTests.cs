using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Why a client did not get what it asked for: the log names the scope, the contract and the date, the wire does not.</summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class ScopeReasonTests(TestServers servers)
{
    private const string Token = "token";

    private static readonly DateTimeOffset Past = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Future = new(2027, 1, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_scope_that_is_not_in_the_contract()
    {
        var server = await servers.On();
        var tenant = await server.Add("scope-contract", ["Public.Job.Read", "Public.Job.Write"], contract: ["Public.Job.Read"]);
        var row = await server.ShouldBeRefused(
            await Ask(server, "scope-contract", "Public.Job.Read Public.Job.Write"),
            Token,
            RefusalKind.ScopeNotInContract,
            "scope Public.Job.Write isn't in the LIVE contract"
        );
        (row.TenantId, row.ClientId, row.Code).ShouldBe((tenant.Id, "scope-contract", "invalid_scope"));
    }

    [Theory]
    [InlineData("ended", RefusalKind.ContractEnded, "the LIVE contract that included scope Public.Job.Read ended on 3 May 2026")]
    [InlineData("later", RefusalKind.ContractNotBegun, "the LIVE contract that includes scope Public.Job.Read begins on 15 January 2027")]
    [InlineData("dateless", RefusalKind.ScopeNotInContract, "scope Public.Job.Read isn't in the LIVE contract")]
    public async Task A_contract_that_does_not_count_now(string what, RefusalKind kind, string sentence)
    {
        var server = await servers.On();
        var tenant = await server.Add("scope-" + what, ["Public.Job.Read"]);
        await Change(
            server,
            async db =>
            {
                var contract = await db.Contracts.IgnoreQueryFilters().SingleAsync(row => row.TenantId == tenant.Id);
                if (what == "ended")
                    contract.Until = Past;
                else if (what == "later")
                    contract.From = Future;
                else
                    contract.Scopes = [];
            }
        );
        await server.ShouldBeRefused(await Ask(server, "scope-" + what, "Public.Job.Read"), Token, kind, sentence);
        // Asking for nothing in particular, it is told the same.
        await server.ShouldBeRefused(await Ask(server, "scope-" + what, null), Token, kind, sentence);
    }

    [Theory]
    [InlineData("Public.Job.Write", RefusalKind.ScopeNotOfClient, "scope Public.Job.Write isn't assigned to the client")]
    [InlineData("Public.Jobs", RefusalKind.ScopeUnknown, "scope Public.Jobs isn't in the catalogue")]
    [InlineData("openid", RefusalKind.ScopeOfPerson, "scope openid is about a person, but client_credentials involves none")]
    public async Task A_scope_that_cannot_be_had(string scope, RefusalKind kind, string sentence)
    {
        var server = await servers.On();
        await server.Add("scope-cannot", ["Public.Job.Read"]);
        await server.ShouldBeRefused(await Ask(server, "scope-cannot", scope), Token, kind, sentence);
    }

    /// <summary>What the syntax of a request shows is no secret: the wire says it too.</summary>
    [Theory]
    [InlineData("   ", "the scope parameter contains no scope")]
    [InlineData("a\"b", "the scope parameter contains a character that isn't allowed in scopes")]
    public async Task A_scope_that_cannot_be_read(string scope, string sentence)
    {
        var server = await servers.On();
        await server.Add("scope-unread", ["Public.Job.Read"]);
        var row = (await server.Refusals(await Ask(server, "scope-unread", scope))).Single();
        (row.Kind, row.Reason, row.ClientId).ShouldBe(("ScopeMalformed", sentence, "scope-unread"));
    }

    [Fact]
    public async Task A_text_that_can_be_no_scope_is_not_in_the_log()
    {
        var server = await servers.On();
        await server.Add("scope-long", ["Public.Job.Read"]);
        await server.ShouldBeRefused(
            await Ask(server, "scope-long", new string('s', 101)),
            Token,
            RefusalKind.ScopeUnknown,
            "a scope that is too long to exist isn't in the catalogue"
        );
    }

    [Theory]
    [InlineData("none")]
    [InlineData("openid")]
    public async Task A_client_that_was_given_none(string what)
    {
        var server = await servers.On();
        await server.Add("scopeless-" + what, what == "openid" ? ["openid"] : [], contract: ["openid", "Public.Job.Read"]);
        await server.ShouldBeRefused(await Ask(server, "scopeless-" + what, null), Token, RefusalKind.NoScope, "the client has no scopes");
    }

    [Fact]
    public async Task Scopes_of_two_APIs()
    {
        var server = await servers.On();
        await server.Add("scope-two", ["Public.Job.Read", "payments.read"]);
        var row = (await server.Refusals(await Ask(server, "scope-two", "Public.Job.Read payments.read"))).Single();
        (row.Kind, row.Reason).ShouldBe(
            ("ScopesOfTwoApis", "the scopes belong to two APIs, urn:tokenhouse:hr and urn:tokenhouse:payments")
        );
    }

    [Theory]
    [InlineData("authorization_code", RefusalKind.GrantNotForKind, "clients of the kind Machine can't use authorization_code")]
    [InlineData("refresh_token", RefusalKind.GrantNotForKind, "clients of the kind Machine can't use refresh_token")]
    [InlineData(
        "password",
        RefusalKind.GrantNotSupported,
        "the grant type isn't supported (supported: client_credentials, authorization_code, refresh_token)"
    )]
    public async Task A_grant_that_is_not_for_it(string grant, RefusalKind kind, string sentence)
    {
        var server = await servers.On();
        await server.Add("scope-grant", ["Public.Job.Read"]);
        var answer = await server.Token(
            TestServer.Dc2,
            ("grant_type", grant),
            ("client_id", "scope-grant"),
            ("client_secret", "scope-grant-secret"),
            ("code", "x"),
            ("redirect_uri", BrowserSession.Callback),
            ("refresh_token", "x")
        );
        await server.ShouldBeRefused(answer, Token, kind, sentence);
    }

    private static Task<Answer> Ask(TestServer server, string id, string? scope) => server.Token(TestServer.Dc2, id, id + "-secret", scope);

    private static async Task Change(TestServer server, Func<Db, Task> change)
    {
        await using var db = server.Db();
        await change(db);
        await db.SaveChangesAsync();
        await server.HearOfChanges();
    }
}
