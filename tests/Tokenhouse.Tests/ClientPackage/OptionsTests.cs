extern alias client;
using client::Tokenhouse.Client;

using Microsoft.Extensions.Options;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>A wrong configuration stops the start with sentences that say what to write.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Each_error_is_a_sentence_that_names_the_client()
    {
        Faults(options =>
            {
                options.Authority = "login.dc2.example.com";
                options.ClientId = "";
                options.ClientSecretFile = "hr.secret";
                options.Scopes = ["a b"];
                options.Timeout = TimeSpan.FromMinutes(2);
                options.ClockSkew = TimeSpan.FromSeconds(-1);
                options.RedirectUri = "https://elsewhere.example/callback";
            })
            .ShouldBe([
                "Tokenhouse client 'hr': Authority must be the issuer exactly as published, such as 'https://loginuat.dc2.example.com'.",
                "Tokenhouse client 'hr': ClientId must be the ID of your client, such as 'dc2-abcdefghjkmnpq', or the app_id.",
                "Tokenhouse client 'hr': RedirectUri must be a loopback address as registered, such as 'http://127.0.0.1/callback'.",
                "Tokenhouse client 'hr': Set exactly one of ClientSecretFile (recommended), ClientSecretProvider and ClientSecret.",
                "Tokenhouse client 'hr': Scopes: write one scope in each entry, without spaces.",
                "Tokenhouse client 'hr': Timeout must be more than zero and at most one minute.",
                "Tokenhouse client 'hr': ClockSkew must be from zero to one minute.",
            ]);
    }

    [Theory]
    [InlineData("https://login.dc2.example.com", true)]
    [InlineData("http://login.dc2.localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://login.dc2.example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("https://login.dc2.example.com/", false)]
    [InlineData("https://login.dc2.example.com/path", false)]
    [InlineData("https://user@login.dc2.example.com", false)]
    [InlineData("https://login.dc2.example.com?a=b", false)]
    [InlineData("ftp://login.dc2.example.com", false)]
    public void An_authority_is_an_origin_with_https_or_on_loopback(string authority, bool isAccepted) =>
        Faults(options => options.Authority = authority).Count.ShouldBe(isAccepted ? 0 : 1);

    [Fact]
    public void What_excludes_each_other_is_said()
    {
        Faults(options => options.IsPublic = true).Single().ShouldEndWith("A public client has no secret. Remove the secret, or IsPublic.");
        Faults(options => options.ClientSecret = null).Single().ShouldContain("Set exactly one of");
        Faults(options => (options.GrantType, options.Scopes) = (TokenhouseGrantType.AppKey, ["a"]))
            .Single()
            .ShouldEndWith("The app-key login takes no scopes and no resource. Remove Scopes and Resource.");
        Faults(options => (options.IsPublic, options.ClientSecret, options.Dialect) = (true, null, TokenhouseDialect.OAuth2Legacy))
            .Single()
            .ShouldEndWith("OAuth2Legacy doesn't accept public clients. Use OAuthV2.");
    }

    private static List<string> Faults(Action<TokenhouseClientOptions> with)
    {
        var program = new Program("https://login.dc2.example.com", with, build: null);
        try
        {
            program.Get<IOptionsMonitor<TokenhouseClientOptions>>().Get("hr").ToString().ShouldNotContain(Program.Secret);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
