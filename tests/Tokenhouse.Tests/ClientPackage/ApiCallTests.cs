extern alias client;

using System.Net;
using System.Net.Http.Json;
using client::Tokenhouse.Client;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Calls of an API through the handler: the token, and what happens after a 401.</summary>
public sealed class ApiCallTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;
    private Program program = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await ScriptedAuthority.Start();
        program = new(authority.Origin);
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task Each_call_carries_the_token()
    {
        using var response = await program.Http.GetAsync(new Uri("", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        authority.Calls.Single().Token.ShouldBe("token-1");
    }

    [Fact]
    public async Task After_a_401_a_call_is_repeated_once_with_a_new_token()
    {
        await FirstTokenIsRefused();
        using var response = await program.Http.PostAsJsonAsync("", new { name = "Ola" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        authority.Calls.ShouldBe([("POST", "token-1", """{"name":"Ola"}"""), ("POST", "token-2", """{"name":"Ola"}""")]);
        authority.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_second_401_is_returned()
    {
        await FirstTokenIsRefused();
        authority.Refused["token-2"] = true;
        using var response = await program.Http.GetAsync(new Uri("", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        authority.Calls.Count.ShouldBe(2);
        // A new token was refused too, so another one doesn't help.
        using var again = await program.Http.GetAsync(new Uri("", UriKind.Relative));
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (authority.Calls.Count, authority.Requests).ShouldBe((3, 2));
    }

    [Fact]
    public async Task Simultaneous_calls_that_get_401_share_one_new_token()
    {
        await FirstTokenIsRefused();
        var calls = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => program.Http.GetAsync(new Uri("", UriKind.Relative))));
        calls.Select(call => call.StatusCode).Distinct().ShouldBe([HttpStatusCode.OK]);
        authority.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("form", true)]
    [InlineData("text", true)]
    [InlineData("memory", true)]
    [InlineData("stream", false)]
    [InlineData("multipart", false)]
    public async Task Only_a_body_that_can_be_sent_again_is_sent_again(string kind, bool isRepeated)
    {
        await FirstTokenIsRefused();
        using HttpContent content = kind switch
        {
            "form" => new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]),
            "text" => new StringContent("a"),
            "memory" => new ReadOnlyMemoryContent("a"u8.ToArray()),
            "stream" => new StreamContent(new MemoryStream("a"u8.ToArray())),
            _ => new MultipartFormDataContent { { new StringContent("a"), "a" } },
        };
        using var response = await program.Http.PostAsync(new Uri("", UriKind.Relative), content);
        response.StatusCode.ShouldBe(isRepeated ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        authority.Calls.Count.ShouldBe(isRepeated ? 2 : 1);
        // The next call has a new token in any case.
        using var next = await program.Http.GetAsync(new Uri("", UriKind.Relative));
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_token_is_sent_to_the_configured_origin_only()
    {
        await using var elsewhere = await ScriptedAuthority.Start();
        var error = await Should.ThrowAsync<InvalidOperationException>(() => program.Http.GetAsync(new Uri(elsewhere.Origin + "/api")));
        error.Message.ShouldBe($"The tokens of 'hr' are sent to {authority.Origin} only. Use another HTTP client for other addresses.");
        (elsewhere.Calls.Count, authority.Requests).ShouldBe((0, 0));
    }

    [Fact]
    [Trait("Category", "Security")]
    public void A_token_is_not_sent_in_clear_to_another_machine() =>
        Should
            .Throw<ArgumentException>(() =>
                new Program(authority.Origin, build: client => client.AddHttpClient<Program>(new Uri("http://api.example.com")))
            )
            .Message.ShouldStartWith("The API's address 'http://api.example.com/' must begin with https.");

    [Fact]
    public async Task One_request_can_choose_its_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "");
        request.Options.Set(TokenRequestParameters.Key, new() { Scopes = ["special"] });
        using var response = await program.Http.SendAsync(request);
        authority.Received.Single().Body.ShouldEndWith("&scope=special");
    }

    private async Task FirstTokenIsRefused()
    {
        await program.TokenValue();
        program.Clock.Advance(TimeSpan.FromSeconds(5)); // the token is no longer new
        authority.Refused["token-1"] = true;
    }
}
