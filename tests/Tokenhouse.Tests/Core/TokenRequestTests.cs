using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

public sealed class TokenRequestTests
{
    private static readonly string[] All = [GrantTypes.ClientCredentials, GrantTypes.AuthorizationCode, GrantTypes.RefreshToken];

    [Fact]
    public void A_code_comes_with_its_redirect_URI_and_perhaps_a_verifier()
    {
        var request = Parsed("grant_type=authorization_code&code=c&redirect_uri=r&code_verifier=v&scope=ignored")
            .ShouldBeOfType<TokenRequest.AuthorizationCode>();
        (request.Code.Reveal(), request.RedirectUri, request.Verifier).ShouldBe(("c", "r", "v"));
        request.ToString().ShouldNotContain("= c");
        Parsed("grant_type=authorization_code&code=c&redirect_uri=r")
            .ShouldBeOfType<TokenRequest.AuthorizationCode>()
            .Verifier.ShouldBeNull();
    }

    [Fact]
    public void A_refresh_token_may_come_with_a_scope()
    {
        var request = Parsed("grant_type=refresh_token&refresh_token=t&scope=a b").ShouldBeOfType<TokenRequest.RefreshToken>();
        (request.Token.Reveal(), request.Scope!.ToString()).ShouldBe(("t", "a b"));
        Parsed("grant_type=refresh_token&refresh_token=t").ShouldBeOfType<TokenRequest.RefreshToken>().Scope.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "The parameter 'grant_type' is missing.")]
    [InlineData("grant_type=", "The parameter 'grant_type' is missing.")]
    [InlineData("grant_type=authorization_code&redirect_uri=r", "The parameter 'code' is missing.")]
    [InlineData("grant_type=authorization_code&code=&redirect_uri=r", "The parameter 'code' is missing.")]
    [InlineData("grant_type=authorization_code&code=c", "The parameter 'redirect_uri' is missing.")]
    [InlineData("grant_type=refresh_token", "The parameter 'refresh_token' is missing.")]
    public void What_is_missing_is_named(string form, string description)
    {
        Parse(form, All).Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Description).ShouldBe(("invalid_request", description));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("refresh_token ")]
    [InlineData("Refresh_Token")]
    [InlineData("client_credentials")]
    public void A_grant_that_the_endpoint_does_not_list_is_unsupported(string grant)
    {
        Parse($"grant_type={grant}&refresh_token=t", ["authorization_code", "refresh_token"]).Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Description).ShouldBe(
            ("unsupported_grant_type", "Unsupported grant type. Supported: authorization_code, refresh_token.")
        );
    }

    private static TokenRequest Parsed(string form) =>
        Parse(form, All).Ok(out var request, out var error) ? request : throw new InvalidOperationException(error.Description);

    private static Result<TokenRequest, OAuthError> Parse(string form, IReadOnlyList<string> grants)
    {
        var pairs = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='));
        Parameters.From([.. pairs.Select(pair => new Parameter(pair[0], pair[1]))]).Ok(out var parameters, out _).ShouldBeTrue();
        return TokenRequest.Parse(parameters!, grants);
    }
}
