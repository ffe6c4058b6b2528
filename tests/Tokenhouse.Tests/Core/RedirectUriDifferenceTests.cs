using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

/// <summary>In what a redirect URI differs from a registered one is said without repeating it.</summary>
[Trait("Category", "Security")]
public sealed class RedirectUriDifferenceTests
{
    private const string Own = "https://app.example/callback?tenant=4";
    private const string Other = "http://127.0.0.1:8400/callback";

    [Theory]
    [InlineData("http://app.example/callback?tenant=4", Own, "scheme")]
    [InlineData("https://evil.example/callback?tenant=4", Own, "host")]
    [InlineData("https://app.example:8443/callback?tenant=4", Own, "port")]
    [InlineData("https://app.example/Callback?tenant=4", Own, "path")]
    [InlineData("https://app.example?tenant=4", Own, "path")]
    [InlineData("https://app.example/callback", Own, "query")]
    [InlineData("https://app.example/callback?tenant=4#part", Own, "query")]
    [InlineData("https://app.example/?", Own, "path and query")]
    [InlineData("https://user@app.example/callback?tenant=4", Own, "host")]
    [InlineData("http://127.0.0.1:8401/callback", Other, "port")]
    [InlineData("http://[::1]:8400/callback", Other, "host")]
    [InlineData("http://[::1]/callback", Other, "host and port")]
    [InlineData("javascript:alert(1)", Own, "scheme, host, path and query")]
    [InlineData("evil", Own, "scheme, host, path and query")]
    public void The_nearest_registered_one_and_the_parts_are_named(string asked, string nearest, string parts)
    {
        var reason = RedirectUriDifference.Of([Own, Other], asked, ClientKind.Web);
        reason.Kind.ShouldBe(RefusalKind.RedirectUriNotRegistered);
        reason.Sentence.ShouldBe($"the redirect_uri differs from the registered {nearest} in its {parts}");
        reason.Withheld.ShouldBe(reason.Sentence);
    }

    [Theory]
    [InlineData("http://localhost:9000/callback", "host")]
    [InlineData("http://127.0.0.1:9000/other", "path")]
    [InlineData("http://127.0.0.1:9000/callback?x", "query")]
    [InlineData("http://app.example:9000/callback", "host and port")]
    public void The_port_of_a_native_clients_loopback_address_is_no_difference(string asked, string parts) =>
        RedirectUriDifference
            .Of([Other], asked, ClientKind.Native)
            .Sentence.ShouldBe($"the redirect_uri differs from the registered {Other} in its {parts}");

    [Fact]
    public void A_client_without_any_is_said_to_have_none() =>
        RedirectUriDifference.Of([], Own, ClientKind.Web).Sentence.ShouldBe("the client has registered no redirect_uri");
}
