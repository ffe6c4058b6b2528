using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.EventLog;

/// <summary>Why a code or a refresh token was not taken: the wire has one answer for all of it, the log has the reason.</summary>
[Trait("Category", "Security")]
[Collection<ReasonServers>]
public sealed class CodeReasonTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string CodePrefix = "the authorization code isn't valid: ";
    private const string RefreshPrefix = "the refresh token isn't valid: ";

    [Theory]
    [InlineData("code", "nonsense", RefusalKind.CodeUnknown, "this datacentre didn't issue it, or it expired long ago")]
    [InlineData(
        "redirect_uri",
        "http://127.0.0.1:8401/callback",
        RefusalKind.RedirectUriMismatch,
        "the redirect_uri differs from that of the authorization request"
    )]
    [InlineData("code_verifier", null, RefusalKind.PkceMissing, "the code_verifier is missing")]
    [InlineData(
        "code_verifier",
        "another-verifier-of-the-length-that-is-needed-0123456789",
        RefusalKind.PkceMismatch,
        "the code_verifier doesn't match the code_challenge"
    )]
    public async Task A_code_that_does_not_fit(string name, string? value, RefusalKind kind, string sentence)
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server, Integrator.Native);
        var refused = await integrator.Redeem(await integrator.Code(session), (name, value));
        var row = await Refused(session.Server, refused, kind, CodePrefix + sentence);
        (row.TenantId, row.ClientId, row.Code).ShouldBe((Arrange.Nordia, Integrator.Native, "invalid_grant"));
    }

    [Fact]
    public async Task A_verifier_that_nobody_announced()
    {
        var session = await browserSessions.On();
        var integrator = new Integrator(session.Server);
        await Refused(
            session.Server,
            await integrator.Redeem(await integrator.Code(session), ("code_verifier", Pkce.Verifier)),
            RefusalKind.PkceMismatch,
            CodePrefix + "a code_verifier was sent, but the authorization request had no code_challenge"
        );
    }

    [Fact]
    public async Task A_code_that_is_over_was_used_or_belongs_to_another()
    {
        var session = await browserSessions.On();
        var (server, integrator) = (session.Server, new Integrator(session.Server));
        await server.AddIntegrator("reason-thief");
        var code = await integrator.Code(session);
        await Refused(
            server,
            await new Integrator(server, "reason-thief").Redeem(code),
            RefusalKind.OfAnotherClient,
            CodePrefix + "it was issued to another client"
        );
        await Refused(
            server,
            await Through(server, "OAuthV2").Redeem(code),
            RefusalKind.OfAnotherDialect,
            CodePrefix + "it was issued through Connect, but presented through OAuthV2"
        );
        (await integrator.Redeem(code)).Status.ShouldBe(200);
        await Refused(
            server,
            await integrator.Redeem(code),
            RefusalKind.CodeReused,
            "the authorization code was used twice, so everything from the first use has ended"
        );

        var late = await integrator.Code(session);
        server.Clock.Advance(TimeSpan.FromSeconds(67));
        await Refused(server, await integrator.Redeem(late), RefusalKind.CodeExpired, CodePrefix + "it expired 7 seconds ago");
    }

    [Fact]
    public async Task A_refresh_token_that_is_over_was_used_or_belongs_to_another()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var (session, integrator) = (new BrowserSession(server), new Integrator(server));
        await server.AddIntegrator("reason-thief");
        await Refused(
            server,
            await integrator.Refresh("nonsense"),
            RefusalKind.RefreshTokenUnknown,
            RefreshPrefix + "this datacentre didn't issue it, or it expired long ago"
        );
        var token = Refresh(await integrator.Tokens(session));
        await Refused(
            server,
            await new Integrator(server, "reason-thief").Refresh(token),
            RefusalKind.OfAnotherClient,
            RefreshPrefix + "it was issued to another client"
        );
        await Refused(
            server,
            await integrator.Refresh(token, ("scope", "all openid")),
            RefusalKind.ScopeNotAgreed,
            "scope openid isn't among those the account holder agreed to: all"
        );
        await integrator.Refresh(token);
        server.Clock.Advance(TimeSpan.FromMinutes(10));
        var spentAt = server.Clock.GetUtcNow() - TimeSpan.FromMinutes(10);
        await Refused(
            server,
            await integrator.Refresh(token),
            RefusalKind.RefreshTokenReused,
            RefreshPrefix + $"it was spent on {spentAt:d MMMM yyyy HH:mm:ss} UTC and was sent again, so the family has ended"
        );
        var endedAt = server.Clock.GetUtcNow();
        await Refused(
            server,
            await integrator.Refresh(token),
            RefusalKind.FamilyEnded,
            RefreshPrefix
                + $"its family ended on 21 November 2026 12:10 UTC: a refresh token that was spent on {spentAt:d MMMM yyyy HH:mm} UTC was sent again"
        );
        endedAt.ToString("HH:mm", null).ShouldBe("12:10");
    }

    [Fact]
    public async Task A_refresh_token_that_idled_too_long()
    {
        await using var server = await TestServer.Start(new TestServerOptions(Databases.Default) { Run = ["dc3"] });
        var integrator = new Integrator(server);
        var token = Refresh(await integrator.Tokens(new BrowserSession(server)));
        await server.KeepFromSweeping("dc3");
        server.Clock.Advance(TimeSpan.FromDays(30));
        await Refused(
            server,
            await integrator.Refresh(token),
            RefusalKind.RefreshTokenExpired,
            RefreshPrefix + "it expired on 21 December 2026 12:00 UTC"
        );
    }

    [Fact]
    public async Task A_dialect_that_rests_or_is_over()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Settings =
                [
                    "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:From",
                    "2026-11-21T12:00:00Z",
                    "--Tokenhouse:Dialects:OAuth2Legacy:BrownOuts:0:Until",
                    "2026-11-21T12:10:00Z",
                    "--Tokenhouse:Dialects:OAuth2Legacy:SunsetAt",
                    "2026-11-21T13:00:00Z",
                ],
            }
        );
        var legacy = Through(server, "OAuth2Legacy");
        var row = await Refused(
            server,
            await legacy.Refresh("x"),
            RefusalKind.DialectResting,
            "the endpoint is being retired and was temporarily unavailable"
        );
        (row.Dialect, row.TenantId, row.ClientId).ShouldBe(("OAuth2Legacy", Datacentre.Vendor, null));
        server.Clock.Advance(TimeSpan.FromHours(1));
        var gone = (await server.Refusals(await legacy.Refresh("x"), "dc3")).Single();
        (gone.Operation, gone.Kind, gone.Reason).ShouldBe(("token", "DialectRetired", "the endpoint has been retired"));
    }

    private static Task<Tokenhouse.Server.Data.Entities.Refusal> Refused(
        TestServer server,
        Answer answer,
        RefusalKind kind,
        string sentence
    ) => server.ShouldBeRefused(answer, "token", kind, sentence, "dc3");

    private static Integrator Through(TestServer server, string dialect) =>
        new(server) { Dialect = DialectCatalogue.List.Single(known => known.Name == dialect) };

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;
}
