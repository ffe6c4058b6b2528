extern alias client;

using client::Tokenhouse.Client;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The login with an app key.</summary>
public sealed class AppKeyTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;
    private Program program = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await ScriptedAuthority.Start();
        program = new(
            authority.Origin,
            options => (options.GrantType, options.ClientId, options.ClientSecret) = (TokenhouseGrantType.AppKey, "98434376", "key \"+%")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task It_logs_in_with_JSON_and_without_a_header()
    {
        (await program.TokenValue()).ShouldBe("token-1");
        authority.Received.Single().ShouldBe(("POST /v1/login", null, """{"app_id":"98434376","app_key":"key \u0022\u002B%"}"""));
    }

    [Fact]
    public async Task Its_refusals_explain_themselves_too()
    {
        authority.Answer = (http, _) =>
            ScriptedAuthority.Error(
                http,
                400,
                """{"status":"error","error_type":"validation","title":"The request is not valid.","instance":"/v1/login","invalid_parameters":[{"parameter":"app_key","reason":"must be 32 characters"}]}""",
                ("X-Correlation-Id", "abc123")
            );
        (await Should.ThrowAsync<TokenRefusedException>(() => program.Token())).Message.ShouldBe(
            "No token for 'hr': The request is not valid. app_key must be 32 characters. (validation) Correlation ID: abc123"
        );
    }

    [Fact]
    public async Task After_a_401_of_the_API_it_logs_in_again()
    {
        await program.TokenValue();
        program.Clock.Advance(TimeSpan.FromSeconds(5));
        authority.Refused["token-1"] = true;
        using var response = await program.Http.GetAsync(new Uri("", UriKind.Relative));
        authority.Calls.Select(call => call.Token).ShouldBe(["token-1", "token-2"]);
    }
}
