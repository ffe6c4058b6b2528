extern alias client;

using System.Collections.Concurrent;
using System.Net;
using client::Tokenhouse.Client;
using Microsoft.AspNetCore.Http;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>An authority that misbehaves is asked no more often than the guide says.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await ScriptedAuthority.Start();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    /// <summary>
    /// In five minutes with callers every second: pauses of 1, 2, 4, 8, 16, 32, then 60 seconds give at most 10 tries. A refusal is one request each, all else
    /// three. With Retry-After of two minutes, 3 tries.
    /// </summary>
    [Theory]
    [InlineData("401", 10)]
    [InlineData("400 with a page", 10)]
    [InlineData("redirect", 10)]
    [InlineData("429", 30)]
    [InlineData("429 for two minutes", 3)]
    [InlineData("500", 30)]
    [InlineData("503 for two minutes", 3)]
    [InlineData("no token", 30)]
    [InlineData("a token of another type", 30)]
    [InlineData("endless", 30)]
    [InlineData("breaks", 30)]
    [InlineData("says zero", 61)]
    [InlineData("says minus", 61)]
    [InlineData("says nothing", 9)]
    [InlineData("says a text", 9)]
    [InlineData("says a century", 1)]
    public async Task It_causes_at_most_the_documented_number_of_requests(string misbehaviour, int most)
    {
        await using var program = new Program(authority.Origin);
        var (answer, start, asked) = (Misbehaving(misbehaviour), program.Clock.GetUtcNow(), new ConcurrentQueue<TimeSpan>());
        authority.Answer = (http, number) =>
        {
            asked.Enqueue(program.Clock.GetUtcNow() - start);
            return answer(http, number);
        };
        for (var second = 0; second < 300; second++)
        {
            // Several callers each second, none of which waits for the ones before.
            var callers = Enumerable.Range(0, 3).Select(_ => Outcome(program.Token())).ToList();
            await program.Settled(callers);
            program.Clock.Advance(TimeSpan.FromSeconds(1));
            if (second == 299)
                await Eventually.True(
                    program.Clock,
                    TimeSpan.FromSeconds(1),
                    () => Task.FromResult(callers.TrueForAll(caller => caller.IsCompleted))
                );
        }
        authority.Requests.ShouldBeInRange(1, most, string.Join(", ", asked));
    }

    [Fact]
    public async Task An_authority_that_hangs_is_given_up_after_the_timeout_and_three_attempts()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var failure = await Should.ThrowAsync<TokenUnavailableException>(() => program.Patiently(() => program.Token()));
        failure.Message.ShouldBe($"No token for 'hr': {authority.Origin}/connect/token didn't answer within 10 s.");
        authority.Requests.ShouldBe(3);
        await Should.ThrowAsync<TokenUnavailableException>(() => program.Token());
        authority.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_that_passes_is_not_noticed()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, number) =>
            number < 3 ? ScriptedAuthority.Error(http, 503, "", ("Retry-After", "1")) : ScriptedAuthority.Token(http, "token", 300);
        (await program.Patiently(() => program.Token())).Value.ShouldBe("token");
        authority.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_renewal_that_fails_leaves_the_token_in_use_until_it_expires()
    {
        await using var program = new Program(authority.Origin);
        await program.TokenValue();
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 401, """{"error":"invalid_client"}""");
        program.Clock.Advance(TimeSpan.FromSeconds(270));
        (await program.TokenValue()).ShouldBe("token-1");
        await Eventually.True(() => Task.FromResult(authority.Requests == 2));
        await program.Settled(); // or the time that passes next ends the request
        (await program.TokenValue()).ShouldBe("token-1");
        program.Clock.Advance(TimeSpan.FromSeconds(25));
        await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
    }

    [Fact]
    public async Task After_the_pause_it_recovers()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 401, """{"error":"invalid_client"}""");
        await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        authority.Answer = (http, number) => ScriptedAuthority.Token(http, $"token-{number}", 300);
        await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        program.Clock.Advance(TimeSpan.FromSeconds(1.25));
        (await program.TokenValue()).ShouldBe("token-2");
    }

    [Fact]
    public async Task An_authority_that_cannot_be_reached_is_named()
    {
        await using var program = new Program($"http://127.0.0.1:{ServerProcess.FreePort()}");
        var failure = await Should.ThrowAsync<TokenUnavailableException>(() => program.Patiently(() => program.Token()));
        failure.ShouldBeAssignableTo<HttpRequestException>();
        failure.Message.ShouldContain("/connect/token can't be reached: Connection refused");
    }

    private static Func<HttpContext, int, Task> Misbehaving(string how) =>
        how switch
        {
            "401" => (http, _) => ScriptedAuthority.Error(http, 401, """{"error":"invalid_client","error_description":"No."}"""),
            "400 with a page" => (http, _) => ScriptedAuthority.Error(http, 400, "<html>"),
            "redirect" => (http, _) => ScriptedAuthority.Error(http, 307, "", ("Location", "http://127.0.0.1:1/connect/token")),
            "429" => (http, _) => ScriptedAuthority.Error(http, 429),
            "429 for two minutes" => (http, _) => ScriptedAuthority.Error(http, 429, "", ("Retry-After", "120")),
            "500" => (http, _) => ScriptedAuthority.Error(http, 500, "oops"),
            "503 for two minutes" => (http, _) => ScriptedAuthority.Error(http, 503, "", ("Retry-After", "120")),
            "no token" => (http, _) => ScriptedAuthority.Error(http, 200, "{}"),
            "a token of another type" => (http, _) => ScriptedAuthority.Error(http, 200, """{"access_token":"a","token_type":"DPoP"}"""),
            "endless" => (http, _) => ScriptedAuthority.Error(http, 200, new string(' ', 300_000)),
            "breaks" => (http, _) =>
            {
                http.Abort();
                return Task.CompletedTask;
            },
            "says zero" => (http, number) => ScriptedAuthority.Token(http, $"token-{number}", 0),
            "says minus" => (http, number) => ScriptedAuthority.Token(http, $"token-{number}", -1e300),
            "says nothing" => (http, number) => ScriptedAuthority.Token(http, $"token-{number}", null),
            "says a text" => (http, number) => ScriptedAuthority.Token(http, $"token-{number}", "\"soon\""),
            _ => (http, number) => ScriptedAuthority.Token(http, $"token-{number}", 1e300),
        };

    private static async Task<bool> Outcome(Task<AccessToken> token)
    {
        try
        {
            await token;
            return true;
        }
        catch (Exception exception) when (exception is TokenRefusedException or TokenUnavailableException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_status_that_only_a_proxy_sends_is_explained()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 404, "<html>");
        var refusal = await Should.ThrowAsync<TokenRefusedException>(() => program.Token());
        (refusal.Error, refusal.StatusCode).ShouldBe(("http_404", HttpStatusCode.NotFound));
        refusal.Description.ShouldBe("The authority answered with status 404. Check that Authority is right.");
    }
}
