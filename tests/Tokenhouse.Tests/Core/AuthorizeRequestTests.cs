using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Core;

public sealed class AuthorizeRequestTests
{
    [Fact]
    public void Everything_that_a_request_may_say_is_understood()
    {
        var request = Parsed(
            ("response_type", "code"),
            ("scope", "openid a"),
            ("code_challenge", Pkce.Challenge),
            ("code_challenge_method", "S256"),
            ("nonce", "n"),
            ("login_hint", "a@b"),
            ("max_age", "300"),
            ("prompt", "login consent"),
            ("response_mode", "form_post"),
            ("display", "popup"),
            ("ui_locales", "en"),
            ("acr_values", "1"),
            ("claims", """{"id_token":{"email":{"essential":true},"acr":null,"phone_number":null},"userinfo":{"name":null}}"""),
            ("anything", "else")
        );

        request.Scope!.Names.ShouldBe(["openid", "a"]);
        (request.Claims.IdToken.Single(), request.Claims.UserInfo.Single()).ShouldBe(("email", "name"));
        (request.Challenge, request.Nonce, request.LoginHint).ShouldBe((Pkce.Challenge, "n", "a@b"));
        (request.MaxAge, request.MustBeSilent, request.MustSignIn, request.MustAsk).ShouldBe((TimeSpan.FromMinutes(5), false, true, true));
    }

    [Fact]
    public void What_is_not_said_is_not_there()
    {
        var request = Parsed(("response_type", "code"), ("scope", ""), ("max_age", ""), ("prompt", ""), ("nonce", ""));

        (request.Scope, request.Challenge, request.Nonce, request.LoginHint, request.MaxAge).ShouldBe((null, null, null, null, null));
        (request.MustBeSilent, request.MustSignIn, request.MustAsk).ShouldBe((false, false, false));
    }

    [Theory]
    [InlineData("none", true, false, false, false)]
    [InlineData("login", false, true, false, false)]
    [InlineData("consent", false, false, true, false)]
    [InlineData("select_account", false, false, false, true)]
    [InlineData(" consent  login ", false, true, true, false)]
    public void Prompts_are_told_apart(string prompt, bool silent, bool signIn, bool ask, bool select)
    {
        var request = Parsed(("response_type", "code"), ("prompt", prompt));
        (request.MustBeSilent, request.MustSignIn, request.MustAsk, request.MustSelect).ShouldBe((silent, signIn, ask, select));
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("response_type", "code id_token", "unsupported_response_type")]
    [InlineData("response_type", "code token", "unsupported_response_type")]
    [InlineData("response_type", "none", "unsupported_response_type")]
    [InlineData("response_type", "CODE", "unsupported_response_type")]
    [InlineData("request", "eyJ", "request_not_supported")]
    [InlineData("request_uri", "https://a.example/", "request_uri_not_supported")]
    [InlineData("authorization_details", "[]", "invalid_authorization_details")]
    [InlineData("dpop_jkt", "x", "invalid_request")]
    [InlineData("code_challenge", Pkce.Challenge, "invalid_request")]
    [InlineData("code_challenge_method", "S256", "invalid_request")]
    [InlineData("prompt", "create", "invalid_request")]
    [InlineData("prompt", "none select_account", "invalid_request")]
    [InlineData("prompt", "Login", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("prompt", "consent none", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "1.5", "invalid_request")]
    [InlineData("max_age", "+1", "invalid_request")]
    [InlineData("max_age", " 1", "invalid_request")]
    [InlineData("max_age", "\u0661", "invalid_request")]
    [InlineData("max_age", "99999999999", "invalid_request")]
    [InlineData("scope", "  ", "invalid_scope")]
    [InlineData("scope", "a\tb", "invalid_scope")]
    public void What_cannot_be_done_is_refused(string name, string? value, string code)
    {
        Parse(("response_type", "code"), (name, value)).Ok(out _, out var error).ShouldBeFalse();
        error!.Code.ShouldBe(code);
        error.Description.ShouldNotBeEmpty();
    }

    private static AuthorizeRequest Parsed(params (string, string?)[] fields) =>
        Parse(fields).Ok(out var request, out var error) ? request : throw new InvalidOperationException(error.Description);

    private static Result<AuthorizeRequest, OAuthError> Parse(params (string Name, string? Value)[] fields)
    {
        var all = fields.GroupBy(field => field.Name).Select(same => new Parameter(same.Key, same.Last().Value ?? ""));
        Parameters.From([.. all]).Ok(out var parameters, out _).ShouldBeTrue();
        return AuthorizeRequest.Parse(parameters!);
    }
}
