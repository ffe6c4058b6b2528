using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Why a person was not sent back with a code: the tenant of the application reads it, the browser does not.</summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class AuthorizeReasonTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private static readonly DateTimeOffset Past = new(2026, 5, 3, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("nobody", RefusalKind.UnknownClient, "no client of this datacentre has the ID that was sent")]
    [InlineData(
        "why-uat",
        RefusalKind.OtherEnvironment,
        "these are UAT credentials, but the call went to LIVE (http://login.dc3.localhost:5080)"
    )]
    [InlineData("why-disabled", RefusalKind.ClientDisabled, "the client was disabled on 3 May 2026")]
    [InlineData("why-of-disabled-tenant", RefusalKind.TenantDisabled, "the tenant was disabled on 3 May 2026")]
    [InlineData("why-without-dialect", RefusalKind.DialectNotEnabled, "the tenant doesn't have the dialect Connect")]
    public async Task A_client_that_may_not_ask_here(string id, RefusalKind kind, string sentence)
    {
        var server = (await browserSessions.On()).Server;
        await server.AddIntegrator("why-uat", environment: TenantEnvironment.UAT);
        await server.AddIntegrator("why-disabled", client => client.DisabledAt = Past);
        var disabled = await server.AddTenant("why-disabled", tenant => tenant.DisabledAt = Past);
        await server.AddIntegrator("why-of-disabled-tenant", tenantId: disabled.Id);
        var without = await server.AddTenant("why-without", tenant => tenant.Dialects = ["OAuthV2"]);
        await server.AddIntegrator("why-without-dialect", tenantId: without.Id);

        var row = await Refused(server, ("client_id", id), kind, sentence);
        row.ClientId.ShouldBe(id == "nobody" ? null : id);
        row.TenantId.ShouldBe(
            id switch
            {
                "nobody" => Datacentre.Vendor,
                "why-of-disabled-tenant" => disabled.Id,
                "why-without-dialect" => without.Id,
                _ => Arrange.Nordia,
            }
        );
    }

    [Theory]
    [InlineData(
        "redirect_uri",
        "https://evil.example/",
        RefusalKind.RedirectUriNotRegistered,
        "the redirect_uri differs from the registered http://127.0.0.1:8400/callback in its scheme, host, port and path"
    )]
    [InlineData("ticket", "x", RefusalKind.SignInTookTooLong, "the sign-in took too long, or its URL was altered")]
    [InlineData(
        "client_secret",
        "nordia-erp-demo-secret",
        RefusalKind.SecretInUrl,
        "the parameter client_secret was sent in the URL, where it ends up in logs"
    )]
    [InlineData("response_type", "token", RefusalKind.NotSupported, "response_type isn't code")]
    [InlineData("response_mode", "fragment", RefusalKind.NotSupported, "response_mode is neither query nor form_post")]
    [InlineData("request", "x", RefusalKind.NotSupported, "the parameter request was sent, which isn't supported")]
    [InlineData(
        "prompt",
        "my-password",
        RefusalKind.NotSupported,
        "prompt contains a value other than login, consent, select_account and none"
    )]
    [InlineData("code_challenge_method", "S256", RefusalKind.PkceMissing, "code_challenge_method was sent without code_challenge")]
    [InlineData("scope", "payments.read", RefusalKind.ScopeNotOfClient, "scope payments.read isn't assigned to the client")]
    [InlineData(
        "scope",
        "offline_access",
        RefusalKind.ScopeMalformed,
        "only offline_access was requested, which grants nothing on its own"
    )]
    [InlineData("prompt", "none", RefusalKind.SignInRequired, "The user isn't signed in, and prompt=none doesn't allow a sign-in page.")]
    public async Task A_request_that_cannot_be_answered(string name, string value, RefusalKind kind, string sentence) =>
        await Refused((await browserSessions.On()).Server, (name, value), kind, sentence);

    [Fact]
    public async Task A_client_without_PKCE_that_needs_it_and_a_kind_that_never_asks_people()
    {
        var server = (await browserSessions.On()).Server;
        var native = new Integrator(server, Integrator.Native);
        var session = new BrowserSession(server);
        await session.Open(native.Link(("code_challenge", null), ("code_challenge_method", null)));
        await server.ShouldBeRefused(
            session.Answer,
            "authorize",
            RefusalKind.PkceMissing,
            "the client must use PKCE, but no code_challenge was sent",
            "dc3"
        );
        await server.AddIntegrator("why-machine", kind: ClientKind.Machine);
        await Refused(
            server,
            ("client_id", "why-machine"),
            RefusalKind.EndpointNotForKind,
            "clients of the kind Machine can't use the code grant of Connect"
        );
    }

    [Fact]
    public async Task A_person_who_declines_or_is_no_member()
    {
        var server = (await browserSessions.On()).Server;
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "consent")));
        await session.SignIn();
        await session.Decide("decline");
        var declined = (await server.Refusals(session.Answer, "dc3")).Single();
        (declined.Operation, declined.Kind, declined.Reason, declined.Dialect).ShouldBe(
            ("authorize", "ConsentDeclined", "the account holder declined", "Connect")
        );

        var other = await server.AddTenant("why-not-member");
        await server.AddIntegrator("why-not-member", tenantId: other.Id);
        await session.Open(BrowserSession.Link("/connect/authorize", ("client_id", "why-not-member"), ("prompt", "none")));
        await server.ShouldBeRefused(
            session.Answer,
            "authorize",
            RefusalKind.NotAMember,
            "the account that signed in isn't a member of the tenant",
            "dc3"
        );
        await session.Open(BrowserSession.Link("/connect/authorize", ("prompt", "none"), ("scope", "openid")));
        var asked = (await server.Refusals(session.Answer, "dc3")).Single();
        asked.Kind.ShouldBe("ConsentRequired");
    }

    private static async Task<Tokenhouse.Server.Data.Entities.Refusal> Refused(
        TestServer server,
        (string Name, string? Value) field,
        RefusalKind kind,
        string sentence
    )
    {
        var session = new BrowserSession(server);
        await session.Open(BrowserSession.Link("/connect/authorize", field));
        return await server.ShouldBeRefused(session.Answer, "authorize", kind, sentence, "dc3");
    }
}
