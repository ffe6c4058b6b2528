extern alias client;

using client::Tokenhouse.Client;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Sessions of people: they survive crashes and lost answers, as far as the server's rule allows.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly FakeClock clock = new();
    private readonly MemoryRefreshTokenStore store = new();
    private readonly EphemeralDataProtectionProvider keys = new();
    private ScriptedAuthority authority = null!;
    private RefreshAuthority rule = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await ScriptedAuthority.Start();
        rule = new(clock);
        authority.Answer = (http, _) => rule.Answer(http, ScriptedAuthority.Body(http));
    }

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task A_session_is_renewed_and_its_access_token_is_reused()
    {
        await using var program = await Started();
        (await program.SessionToken()).Value.ShouldBe("access-" + rule.Current);
        (await program.SessionToken()).Value.ShouldBe("access-" + rule.Current);
        rule.Refreshes.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(300));
        (await program.SessionToken()).Value.ShouldBe("access-" + rule.Current);
        rule.Refreshes.ShouldBe(2);
        authority
            .Received.First()
            .ShouldBe(
                ("POST /connect/token", authority.Received.First().Authorization, "grant_type=refresh_token&refresh_token=refresh-0")
            );
    }

    [Fact]
    public async Task Another_process_uses_the_tokens_that_the_first_one_stored()
    {
        await using var program = await Started();
        var token = await program.SessionToken();
        await using var other = Program();
        (await other.SessionToken()).Value.ShouldBe(token.Value);
        rule.Refreshes.ShouldBe(1);
    }

    [Fact]
    public async Task Simultaneous_callers_cause_one_refresh()
    {
        await using var program = await Started();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => program.SessionToken())));
        tokens.Select(token => token.Value).Distinct().Count().ShouldBe(1);
        rule.Refreshes.ShouldBe(1);
    }

    /// <summary>The writes of one refresh are: that it is sent, and its result. A process can die before or after each, and once the server has answered.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_crash_between_two_steps_loses_no_session(int write)
    {
        await using (var dying = await Started())
        {
            var before = store.Writes;
            store.BeforeWrite = number =>
            {
                if (number == before + write)
                    throw new IOException("the process dies here");
            };
            await Should.ThrowAsync<IOException>(() => dying.SessionToken());
            store.BeforeWrite = _ => { };
        }
        await using var next = Program();
        (await next.SessionToken()).Value.ShouldBe("access-" + rule.Current);
        (rule.HasEnded, rule.Repeats).ShouldBe((false, write - 1));
    }

    [Fact]
    public async Task The_new_refresh_token_is_stored_before_a_caller_gets_the_access_token()
    {
        await using var program = await Started();
        var hold = new TaskCompletionSource();
        var before = store.Writes;
        store.BeforeWrite = number =>
        {
            if (number == before + 2)
                hold.Task.Wait();
        };
        var token = program.SessionToken();
        await Eventually.True(() => Task.FromResult(store.Writes == before + 2));
        token.IsCompleted.ShouldBeFalse();
        hold.SetResult();
        (await token).Value.ShouldBe("access-" + rule.Current);
    }

    [Fact]
    public async Task A_lost_answer_is_repeated_at_once()
    {
        await using var program = await Started();
        LoseAnswers(1);
        (await program.Patiently(() => program.SessionToken())).Value.ShouldBe("access-" + rule.Current);
        (rule.HasEnded, rule.Refreshes, rule.Repeats).ShouldBe((false, 1, 1));
    }

    /// <summary>Answers stay lost for minutes: repeats are spread, so that none is one too many.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeats_stay_within_what_the_server_allows(bool isPublic)
    {
        rule = new(clock, isPublic);
        await using var program = await Started(isPublic);
        LoseAnswers(int.MaxValue);
        var minutes = isPublic ? 1.9 : 9.5;
        for (var end = clock.GetUtcNow().AddMinutes(minutes); clock.GetUtcNow() < end; clock.Advance(TimeSpan.FromSeconds(0.5)))
        {
            var attempt = program.SessionToken();
            await program.Settled(attempt);
            _ = attempt.Exception;
        }
        rule.HasEnded.ShouldBeFalse();
        rule.Repeats.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_session_survives_answers_that_are_lost_for_three_minutes()
    {
        await using var program = await Started();
        LoseAnswers(int.MaxValue);
        var until = clock.GetUtcNow().AddMinutes(3);
        while (clock.GetUtcNow() < until)
        {
            var attempt = program.SessionToken();
            await program.Settled(attempt);
            _ = attempt.Exception;
            clock.Advance(TimeSpan.FromSeconds(0.5));
        }
        LoseAnswers(0);
        AccessToken? token = null;
        for (var tries = 0; token is null && tries < 20; tries++)
        {
            try
            {
                token = await program.Patiently(() => program.SessionToken());
            }
            catch (TokenUnavailableException)
            {
                clock.Advance(TimeSpan.FromSeconds(30));
            }
        }
        token!.Value.ShouldBe("access-" + rule.Current);
        rule.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task An_outage_in_which_nothing_was_sent_uses_up_no_repeats()
    {
        await using (var away = await Started(authorityOrigin: $"http://127.0.0.1:{ServerProcess.FreePort()}"))
        {
            await Should.ThrowAsync<TokenUnavailableException>(() => away.Patiently(() => away.SessionToken()));
            clock.Advance(TimeSpan.FromMinutes(1));
            var failure = await Should.ThrowAsync<TokenUnavailableException>(() => away.Patiently(() => away.SessionToken()));
            failure.Message.ShouldContain("can't be reached"); // and not: it can be repeated later
        }
    }

    [Fact]
    public async Task A_session_that_the_server_ended_is_deleted_and_says_so()
    {
        await using var program = await Started();
        authority.Answer = (http, _) =>
            ScriptedAuthority.Error(
                http,
                400,
                """{"error":"invalid_grant","error_description":"Send the person to the authorization endpoint again."}"""
            );
        (await Should.ThrowAsync<TokenRefusedException>(() => program.SessionToken())).Error.ShouldBe("invalid_grant");
        (await program.Get<TokenhouseSessions>().ExistsAsync("hr", "ada")).ShouldBeFalse();
        store.Rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("invalid_client")]
    [InlineData("invalid_scope")]
    public async Task A_refusal_that_can_be_reversed_keeps_the_session(string error)
    {
        await using var program = await Started();
        var answer = authority.Answer;
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 400, $$"""{"error":"{{error}}"}""");
        (await Should.ThrowAsync<TokenRefusedException>(() => program.SessionToken())).Error.ShouldBe(error);
        authority.Answer = answer;
        clock.Advance(TimeSpan.FromMinutes(20));
        (await program.SessionToken()).Value.ShouldBe("access-" + rule.Current);
    }

    [Fact]
    public async Task Ending_a_session_revokes_it_first_and_keeps_it_if_that_fails()
    {
        await using var program = await Started();
        await program.SessionToken();
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 503);
        await Should.ThrowAsync<TokenUnavailableException>(() => program.Get<TokenhouseSessions>().EndAsync("hr", "ada"));
        (await program.Get<TokenhouseSessions>().ExistsAsync("hr", "ada")).ShouldBeTrue();
        authority.Answer = (http, _) => ScriptedAuthority.Error(http, 200);
        await program.Get<TokenhouseSessions>().EndAsync("hr", "ada");
        authority.Received.Last().Path.ShouldBe("POST /connect/revoke");
        authority.Received.Last().Body.ShouldBe("token=" + rule.Current);
        (await Should.ThrowAsync<TokenRefusedException>(() => program.SessionToken())).Description.ShouldBe(
            "There is no session 'ada'. Let the person sign in."
        );
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task What_is_stored_is_sealed_and_cannot_be_moved_to_another_session()
    {
        await using var program = await Started();
        await program.Get<TokenhouseSessions>().StartAsync("hr", "grace", "refresh-of-grace");
        var (ada, grace) = (store.Rows.Keys.First(), store.Rows.Keys.Last());
        store.Rows.Values.ShouldAllBe(text => !text.Contains("refresh", StringComparison.Ordinal));
        (store.Rows[ada], store.Rows[grace]) = (store.Rows[grace], store.Rows[ada]);
        (await Should.ThrowAsync<InvalidOperationException>(() => program.SessionToken())).Message.ShouldStartWith(
            "A stored session can't be opened."
        );
        authority.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Files_keep_sessions_for_this_account_only_and_a_half_written_one_is_no_harm()
    {
        using var folder = new TempFolder();
        var sessions = Path.Combine(folder.Path, "sessions");
        await using (var program = Program(store: client => client.AddSessionStore(sessions)))
        {
            await program.Get<TokenhouseSessions>().StartAsync("hr", "ada", rule.Current);
            await program.SessionToken();
        }
        var file = Directory.GetFiles(sessions).Single(name => !Path.HasExtension(name));
        await File.WriteAllTextAsync(file + ".new", "half");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        clock.Advance(TimeSpan.FromMinutes(10));
        await using var next = Program(store: client => client.AddSessionStore(sessions));
        (await next.SessionToken()).Value.ShouldBe("access-" + rule.Current);
        rule.Refreshes.ShouldBe(2);
    }

    [Fact]
    public async Task Scopes_of_a_session_cannot_be_changed_later()
    {
        await using var program = await Started();
        await Should.ThrowAsync<ArgumentException>(() => program.Token(new() { Session = "ada", Scopes = ["a"] }));
    }

    private async Task<Program> Started(bool isPublic = false, string? authorityOrigin = null)
    {
        var program = Program(isPublic, authorityOrigin);
        await program.Get<TokenhouseSessions>().StartAsync("hr", "ada", rule.Current);
        return program;
    }

    private Program Program(bool isPublic = false, string? authorityOrigin = null, Action<TokenhouseClientBuilder>? store = null) =>
        new(
            authorityOrigin ?? authority.Origin,
            options => (options.IsPublic, options.ClientSecret) = (isPublic, isPublic ? null : options.ClientSecret),
            store ?? (client => client.Services.AddSingleton<RefreshTokenStore>(this.store)),
            clock,
            keys
        );

    /// <summary>The server does what it was asked for, but its answer doesn't arrive.</summary>
    private void LoseAnswers(int count)
    {
        var lost = 0;
        authority.Answer = async (http, _) =>
        {
            var body = ScriptedAuthority.Body(http);
            if (lost++ >= count)
            {
                await rule.Answer(http, body);
                return;
            }
            await rule.Answer(new Microsoft.AspNetCore.Http.DefaultHttpContext { Response = { Body = Stream.Null } }, body);
            http.Abort();
        };
    }
}
