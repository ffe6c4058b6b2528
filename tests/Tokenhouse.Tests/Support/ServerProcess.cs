using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tokenhouse.Tests.Support;

/// <summary>The server as its users start it: a process of its own, with signals and an exit code.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    public ServerProcess(params string[] args)
        : this(Path.Combine(AppContext.BaseDirectory, "Tokenhouse.Server.dll"), args) { }

    private ServerProcess(string program, string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var arg in (string[])[program, .. args])
            start.ArgumentList.Add(arg);
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment["Tokenhouse__PasswordHashing__Yields"] = "false"; // other tests keep the processors busy
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>A sample, as built beside the tests.</summary>
    public static ServerProcess Sample(string name, params string[] args) => new(SampleProgram(name), args);

    /// <summary>Where a sample was built to.</summary>
    public static string SampleProgram(string name)
    {
        var build = Path.GetRelativePath(Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests"), AppContext.BaseDirectory);
        return Path.Combine(SourceTree.Root, "samples", name, build, name + ".dll");
    }

    public string Output => Read(output);

    public string Errors => Read(errors);

    public bool HasExited => process.HasExited;

    /// <summary>Sends SIGTERM, as every supervisor does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Sends SIGKILL: nothing is finished, nothing is written any more.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>A port of this machine that nothing listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task<int> ExitCode()
    {
        await process.WaitForExitAsync(new CancellationTokenSource(Eventually.Patience).Token);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is not null)
            lock (text)
                text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
