using System.Diagnostics;
using Tokenhouse.Tests.Samples;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>The worker's sample as its README starts it: the server, two APIs, sealed secrets, and the worker, each a process.</summary>
[OuterTier]
public sealed class WorkerSampleTests
{
    [Fact]
    public async Task It_calls_two_APIs_with_two_sealed_credentials()
    {
        using var folder = new TempFolder();
        var (port, hr, payments) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort());
        using var server = new ServerProcess(
            "--environment",
            "Development",
            "--Tokenhouse:BaseUrl",
            $"http://localhost:{port}",
            "--Tokenhouse:DataFolder",
            folder.Path,
            "--Tokenhouse:Run:0",
            "dc2",
            "--Tokenhouse:Run:1",
            "dc4"
        );
        await Said(server, "Press Ctrl+C to stop the server.");
        using var recruitment = SampleServers.Program("RecruitmentApi", hr, $"http://login.dc2.localhost:{port}");
        using var links = SampleServers.Program("PaymentsApi", payments, $"http://login.dc4.localhost:{port}");
        await Said(recruitment, "Application started.");
        await Said(links, "Application started.");

        string[] settings =
        [
            $"--RecruitmentApi=http://127.0.0.1:{hr}",
            $"--PaymentsApi=http://127.0.0.1:{payments}",
            $"--Tokenhouse:hr:Authority=http://login.dc2.localhost:{port}",
            $"--Tokenhouse:payments:Authority=http://login.dc4.localhost:{port}",
        ];
        await Seal(folder, "hr", "acme-live-demo-secret");
        await Seal(folder, "payments", "demo-live-app-key-0123456789abcd");
        Directory.GetFiles(folder.Path, "*.secret").Length.ShouldBe(2);
        using var worker = Process.Start(Worker(folder, settings))!;
        var output = new List<string>();
        await Eventually.True(async () =>
        {
            output.Add(await worker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', output)));
            return output[^1].Contains("Created a payment link for each of 2 applications.", StringComparison.Ordinal);
        });
        worker.Kill();
        string.Join('\n', output).ShouldNotContain("demo");
    }

    private static async Task Seal(TempFolder folder, string name, string secret)
    {
        using var seal = Process.Start(Worker(folder, ["seal", name]))!;
        await seal.StandardInput.WriteLineAsync(secret);
        seal.StandardInput.Close();
        (await seal.StandardOutput.ReadToEndAsync()).ShouldContain($"Sealed into {Path.Combine(folder.Path, name + ".secret")}");
        await seal.WaitForExitAsync();
    }

    private static ProcessStartInfo Worker(TempFolder folder, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.SampleProgram("Worker"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        start.Environment["HOME"] = folder.Path; // its key ring
        return start;
    }

    private static Task Said(ServerProcess process, string text) =>
        Eventually.True(() => Task.FromResult(process.Output.Contains(text, StringComparison.Ordinal)));
}
