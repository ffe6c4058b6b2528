extern alias client;

using client::Tokenhouse.Client;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>When a token is requested, reused and renewed.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private ScriptedAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await ScriptedAuthority.Start();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task A_thousand_simultaneous_callers_with_a_cold_cache_cause_one_request()
    {
        await using var program = new Program(authority.Origin);
        var open = new TaskCompletionSource();
        authority.Answer = async (http, number) =>
        {
            await open.Task;
            await ScriptedAuthority.Token(http, $"token-{number}", 300);
        };
        var callers = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => program.TokenValue())).ToList();
        await Eventually.True(() => Task.FromResult(authority.Requests == 1));
        open.SetResult();
        (await Task.WhenAll(callers)).Distinct().ShouldBe(["token-1"]);
        authority.Requests.ShouldBe(1);
        authority
            .Received.Single()
            .ShouldBe(("POST /connect/token", "Basic aHItY2xpZW50OnMlM0FjcmV0KyUyNSUyQmNhbmFyeQ==", "grant_type=client_credentials"));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(3600)]
    public async Task A_token_is_renewed_ahead_of_its_expiry_while_callers_use_it(int lifetime)
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, number) => ScriptedAuthority.Token(http, $"token-{number}", lifetime);
        var length = TimeSpan.FromSeconds(lifetime);
        (await program.TokenValue()).ShouldBe("token-1");
        program.Clock.Advance(
            Math.Min(lifetime, 1200) * TimeSpan.FromSeconds(0.69) + (length - TimeSpan.FromSeconds(Math.Min(lifetime, 1200)))
        );
        (await program.TokenValue()).ShouldBe("token-1");
        authority.Requests.ShouldBe(1);

        program.Clock.Advance(Math.Min(lifetime, 1200) * TimeSpan.FromSeconds(0.12));
        (await program.TokenValue()).ShouldBe("token-1"); // not waited for
        await Eventually.True(async () => await program.TokenValue() == "token-2");
        authority.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task Programs_that_started_together_do_not_renew_together()
    {
        authority.Answer = (http, number) => ScriptedAuthority.Token(http, $"token-{number}", 300);
        var clock = new FakeClock();
        var programs = Enumerable.Range(0, 20).Select(_ => new Program(authority.Origin, clock: clock)).ToList();
        foreach (var program in programs)
            await program.TokenValue();
        clock.Advance(TimeSpan.FromSeconds(224)); // of 210 to 240
        foreach (var program in programs)
            await program.TokenValue();
        await Eventually.True(() => Task.FromResult(authority.Requests > 20));
        authority.Requests.ShouldBeLessThan(40);
        foreach (var program in programs)
            await program.DisposeAsync();
    }

    [Fact]
    public async Task A_token_that_is_about_to_expire_is_no_longer_used()
    {
        await using var program = new Program(authority.Origin);
        (await program.Token()).ExpiresAt.ShouldBe(program.Clock.GetUtcNow().AddSeconds(300));
        program.Clock.Advance(TimeSpan.FromSeconds(295)); // the API's clock may be 5 seconds ahead
        (await program.TokenValue()).ShouldBe("token-2");
    }

    [Fact]
    public async Task Each_scope_set_and_resource_has_its_own_token_and_the_order_of_scopes_does_not_matter()
    {
        await using var program = new Program(authority.Origin, options => options.Scopes = ["b", "a"]);
        (await program.TokenValue()).ShouldBe("token-1");
        (await program.TokenValue(new() { Scopes = ["a", "b", "a"] })).ShouldBe("token-1");
        (await program.TokenValue(new() { Scopes = ["a"] })).ShouldBe("token-2");
        (await program.TokenValue(new() { Resource = "urn:api" })).ShouldBe("token-3");
        authority
            .Received.Select(request => request.Body)
            .ShouldBe([
                "grant_type=client_credentials&scope=a+b",
                "grant_type=client_credentials&scope=a",
                "grant_type=client_credentials&scope=a+b&resource=urn%3Aapi",
            ]);
    }

    [Fact]
    public async Task The_granted_scopes_are_told()
    {
        await using var program = new Program(authority.Origin);
        authority.Answer = (http, _) => ScriptedAuthority.Token(http, "token", 300, ",\"scope\":\"a b\"");
        (await program.Token()).Scopes.ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_does_not_end_the_request_of_the_others()
    {
        await using var program = new Program(authority.Origin);
        var open = new TaskCompletionSource();
        authority.Answer = async (http, number) =>
        {
            await open.Task;
            await ScriptedAuthority.Token(http, $"token-{number}", 300);
        };
        using var stop = new CancellationTokenSource();
        var first = program.Get<TokenAcquisition>().GetAccessTokenAsync("hr", null, stop.Token);
        var second = program.TokenValue();
        await Eventually.True(() => Task.FromResult(authority.Requests == 1));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        open.SetResult();
        (await second).ShouldBe("token-1");
        authority.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_forced_renewal_gets_a_new_token_unless_the_current_one_is_new()
    {
        await using var program = new Program(authority.Origin);
        await program.TokenValue();
        (await program.TokenValue(new() { ForceRenewal = true })).ShouldBe("token-1");
        program.Clock.Advance(TimeSpan.FromSeconds(5));
        (await program.TokenValue(new() { ForceRenewal = true })).ShouldBe("token-2");
        (await program.TokenValue()).ShouldBe("token-2");
    }
}
