extern alias client;

using System.Diagnostics;
using System.Security.Cryptography;
using client::Tokenhouse.Client;
using Microsoft.AspNetCore.DataProtection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>Real processes that renew a session as fast as they can, killed at any moment.</summary>
[OuterTier]
public sealed class SessionKillTests
{
    [Fact]
    public async Task A_kill_at_any_moment_loses_no_session()
    {
        using var folder = new TempFolder();
        await using var authority = await ScriptedAuthority.Start();
        var clock = new SlowClock(TimeProvider.System.GetUtcNow());
        var rule = new RefreshAuthority(clock);
        authority.Answer = async (http, _) =>
        {
            await Pause(5);
            await rule.Answer(http, ScriptedAuthority.Body(http));
        };
        await Start(authority, folder, clock);

        for (var kill = 0; kill < Iterations.Of(10, 500); kill++)
        {
            using var process = Refresher(authority, folder, clock);
            var before = authority.Requests;
            await Eventually.True(() => Task.FromResult(authority.Requests > before || process.HasExited));
            process.HasExited.ShouldBeFalse(rule.HasEnded ? "the session was lost" : "the program failed");
            await Pause(60);
            process.Kill();
            await process.WaitForExitAsync();
        }

        await using var last = Opened(authority, folder, clock);
        (await last.Patiently(() => last.SessionToken())).Value.ShouldStartWith("access-");
        rule.HasEnded.ShouldBeFalse();
        rule.Refreshes.ShouldBeGreaterThan(0);
        (rule.Refreshes + rule.Repeats).ShouldBeGreaterThanOrEqualTo(Iterations.Of(10, 500)); // each process was killed during or after one
        TestContext.Current.TestOutputHelper!.WriteLine($"{rule.Refreshes} refreshes, {rule.Repeats} answers lost by kills and repeated");
    }

    private static async Task Start(ScriptedAuthority authority, TempFolder folder, SlowClock clock)
    {
        await using var first = Opened(authority, folder, clock);
        await first.Get<TokenhouseSessions>().StartAsync("hr", "ada", "refresh-0");
    }

    private static Program Opened(ScriptedAuthority authority, TempFolder folder, SlowClock clock) =>
        new(
            authority.Origin,
            options => (options.ClientId, options.ClientSecret) = ("erp", "erp-secret"),
            client => client.AddSessionStore(Path.Combine(folder.Path, "sessions")),
            new FakeClock(clock.GetUtcNow()),
            DataProtectionProvider.Create(
                new DirectoryInfo(Path.Combine(folder.Path, "keys")),
                protection => protection.SetApplicationName("refresher")
            )
        );

    private static Process Refresher(ScriptedAuthority authority, TempFolder folder, SlowClock clock)
    {
        var build = Path.GetRelativePath(Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests"), AppContext.BaseDirectory);
        var program = Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Client.Refresher", build, "Tokenhouse.Client.Refresher.dll");
        return Process.Start(
            new ProcessStartInfo("dotnet", [program, authority.Origin, folder.Path, clock.Start.ToString("O")])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
    }

    private static Task Pause(int mostMilliseconds) => Task.Delay(RandomNumberGenerator.GetInt32(mostMilliseconds + 1));
}
