using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Tests.Support;

/// <summary>
/// The application of a client that acts for people: sends them to the server, and exchanges what they bring back. With a secret it uses
/// Basic authentication; without one it names itself in the body and uses PKCE.
/// </summary>
public sealed class Integrator(TestServer server, string id = Integrator.Web)
{
    public const string Web = "nordia-erp";
    public const string Native = "nordia-desktop";
    public const string WrongCode =
        """{"error":"invalid_grant","error_description":"The authorization code isn't valid for this request. Check redirect_uri and code_verifier, or ask the person again."}""";
    public const string SpentCode =
        """{"error":"invalid_grant","error_description":"The authorization code is no longer valid. Send the person to the authorization endpoint again."}""";
    public const string WrongRefreshToken =
        """{"error":"invalid_grant","error_description":"The refresh token isn't valid. Send the person to the authorization endpoint again."}""";

    public TestServer Server { get; } = server;

    public string Id { get; } = id;

    public Dialect Dialect { get; init; } = Connect.Dialect;

    public string RedirectUri { get; init; } = BrowserSession.Callback;

    public bool IsPublic { get; init; } = id == Native;

    public string Origin { get; init; } = BrowserSession.Dc3;

    /// <summary>The address of its authorization request.</summary>
    public string Link(params (string Name, string? Value)[] fields) =>
        BrowserSession.Link(
            Dialect.Paths[EndpointKind.Authorize],
            [("client_id", Id), ("redirect_uri", RedirectUri), .. IsPublic ? Pkce.Asked : [], .. fields]
        );

    /// <summary>A code, after the person did what was asked of them.</summary>
    public async Task<string> Code(BrowserSession session, params (string Name, string? Value)[] fields)
    {
        await session.Authorize(Link(fields));
        return session.Response.TryGetValue("code", out var code)
            ? code
            : throw new InvalidOperationException($"No code: {session.Left?.Query}");
    }

    /// <summary>The answer to a fresh code.</summary>
    public async Task<Answer> Tokens(BrowserSession session, params (string Name, string? Value)[] fields)
    {
        var answer = await Redeem(await Code(session, fields));
        answer.Status.ShouldBe(200, answer.Body);
        return answer;
    }

    public Task<Answer> Redeem(string code, params (string Name, string? Value)[] fields) =>
        Ask([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", RedirectUri),
            ("code_verifier", IsPublic ? Pkce.Verifier : null),
            .. fields,
        ]);

    public Task<Answer> Refresh(string token, params (string Name, string? Value)[] fields) =>
        Ask([("grant_type", "refresh_token"), ("refresh_token", token), .. fields]);

    /// <summary>Posts to the token endpoint as this client; a later field replaces an earlier one, and null leaves it out.</summary>
    public Task<Answer> Ask(params (string Name, string? Value)[] fields)
    {
        var all = new Dictionary<string, string?> { ["client_id"] = IsPublic ? Id : null };
        foreach (var (name, value) in fields)
            all[name] = value;
        var form = all.Where(field => field.Value is not null).Select(field => (field.Key, field.Value!)).ToArray();
        return Server.Post(Origin + Dialect.Paths[EndpointKind.Token], form, IsPublic ? null : Id);
    }
}
