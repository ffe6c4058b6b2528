using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>
/// The files in <c>deploy/</c>: <c>install.sh</c> makes a working LIVE host below a folder of its own, and the programs that read the other files
/// accept them. Needs root, as the script does.
/// </summary>
[OuterTier]
[UnsupportedOSPlatform("windows")]
public sealed class DeployTests
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private static readonly string Deploy = Path.Combine(SourceTree.Root, "deploy");

    [Fact]
    public async Task The_script_makes_a_host_that_answers_and_a_second_run_keeps_its_key_and_settings()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, Readable);
        var root = folder.Path;
        var installed = await Install(root);
        installed.ShouldContain("dc2: applied");
        installed.ShouldContain("Created " + root + "/etc/tokenhouse/master.key.");
        (await Run("stat", "--format=%a %U", root + "/etc/tokenhouse/master.key")).ShouldBe("600 tokenhouse\n");
        (await Run("stat", "--format=%a %U", root + "/var/lib/tokenhouse")).ShouldBe("700 tokenhouse\n");
        var key = await File.ReadAllTextAsync(root + "/etc/tokenhouse/master.key");

        var port = ServerProcess.FreePort();
        var settings = root + "/etc/tokenhouse/tokenhouse.env";
        await File.WriteAllTextAsync(
            settings,
            (await File.ReadAllTextAsync(settings)).Replace(":5080", $":{port}", StringComparison.Ordinal)
        );
        var again = await Install(root);
        again.ShouldContain("dc2: the schema is up to date.");
        (await File.ReadAllTextAsync(root + "/etc/tokenhouse/master.key")).ShouldBe(key);
        (await File.ReadAllTextAsync(settings)).ShouldContain($":{port}");
        System.IO.Directory.EnumerateDirectories(root + "/opt/tokenhouse").Count().ShouldBeGreaterThanOrEqualTo(2);

        (await Command(root, "operator", "invite", "you@example.test")).ShouldContain("\nhttps://hub.dc2.example.test/invitation?");
        using var server = Start(root);
        try
        {
            using var http = new HttpClient();
            await Eventually.True(async () => server.HasExited || await Status(http, port, "localhost", "/health/ready") == 200);
            (await Status(http, port, "login.dc2.example.test", "/.well-known/oauth-authorization-server")).ShouldBe(200);
            (await Status(http, port, "elsewhere.test", "/")).ShouldBe(421);
            (await Command(root, "backup", root + "/var/lib/tokenhouse/backups")).ShouldContain(
                $"The master key isn't in the backup. It is in the file {root}/etc/tokenhouse/master.key."
            );
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Nginx_and_HAProxy_accept_their_examples()
    {
        using var folder = new TempFolder();
        var certificate = Path.Combine(folder.Path, "certificate.pem");
        var key = Path.Combine(folder.Path, "key.pem");
        await Run(
            "openssl",
            [
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=x",
                "-keyout",
                key,
                "-out",
                certificate,
            ]
        );
        var both = Path.Combine(folder.Path, "both.pem");
        await File.WriteAllTextAsync(both, await File.ReadAllTextAsync(certificate) + await File.ReadAllTextAsync(key));

        var haproxy = Path.Combine(folder.Path, "haproxy.cfg");
        await File.WriteAllTextAsync(
            haproxy,
            (await Text("haproxy.cfg")).Replace("/etc/haproxy/tokenhouse.pem", both, StringComparison.Ordinal)
        );
        await Run("haproxy", "-c", "-f", haproxy);

        var nginx = Path.Combine(folder.Path, "nginx.conf");
        var site = (await Text("nginx.conf"))
            .Replace("/etc/tokenhouse/tls/fullchain.pem", certificate, StringComparison.Ordinal)
            .Replace("/etc/tokenhouse/tls/privkey.pem", key, StringComparison.Ordinal);
        await File.WriteAllTextAsync(nginx, $"pid {folder.Path}/nginx.pid;\nevents {{}}\nhttp {{\n{site}\n}}\n");
        await Run("nginx", "-t", "-q", "-e", "stderr", "-c", nginx);
    }

    [Fact]
    public async Task Systemd_knows_every_line_of_the_unit_and_finds_it_little_exposed()
    {
        using var folder = new TempFolder();
        var unit = Path.Combine(folder.Path, "tokenhouse.service");
        var text = await Text("tokenhouse.service");
        await File.WriteAllTextAsync(
            unit,
            text.Replace("/opt/tokenhouse/current/Tokenhouse.Server", "/bin/true", StringComparison.Ordinal)
        );
        (await Run("systemd-analyze", "verify", "--man=no", unit)).ShouldBe("");
        (await Run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)).ShouldContain("Overall exposure level");
    }

    [Fact]
    public Task The_scripts_have_no_faults_that_shellcheck_finds() =>
        Run("shellcheck", Path.Combine(Deploy, "install.sh"), Path.Combine(Deploy, "tokenhouse-command"));

    [Fact]
    public async Task The_containers_start_with_the_secrets_outside_their_settings()
    {
        var started = await Run(
            "podman-compose",
            ["--dry-run", "--podman-path", "/bin/true", "-f", Path.Combine(Deploy, "compose.yaml"), "up", "--detach"],
            new() { ["BASE_URL"] = "https://example.com" }
        );
        var server = started.Split('\n').Single(line => line.Contains("--name=deploy_server_1", StringComparison.Ordinal));
        foreach (var part in (string[])["--read-only", "--cap-drop ALL", "no-new-privileges:true", "/run/secrets/master_key"])
            server.ShouldContain(part);
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com", "DC-2")]
    [InlineData("https://example.com", "dc2")]
    public async Task Wrong_arguments_change_nothing(params string[] arguments)
    {
        using var script = Start(Path.Combine(Deploy, "install.sh"), arguments, []);
        await script.WaitForExitAsync();
        script.ExitCode.ShouldBe(64);
    }

    private static Task<string> Install(string root) =>
        Run(
            Path.Combine(Deploy, "install.sh"),
            ["example.test", "dc2", "AUS"],
            new()
            {
                ["ROOT"] = root,
                ["PUBLISHED"] = Path.Combine(SourceTree.Root, "src", "Tokenhouse.Server", "bin", "Debug", "net10.0"),
                ["SKIP_DATABASE"] = "1",
                ["POSTGRES"] = Connection.Value,
            }
        );

    private static readonly Lazy<string> Connection = new(() =>
        new NpgsqlConnectionStringBuilder(Postgres.NewDatabase()) { MaxPoolSize = 5 }.ToString()
    );

    private static Task<string> Command(string root, params string[] words) =>
        Run(Path.Combine(Deploy, "tokenhouse-command"), words, new() { ["TOKENHOUSE_ROOT"] = root });

    private static Process Start(string root) =>
        Start(Path.Combine(Deploy, "tokenhouse-command"), [], new() { ["TOKENHOUSE_ROOT"] = root });

    private static Task<string> Text(string file) => File.ReadAllTextAsync(Path.Combine(Deploy, file));

    private static Task<string> Run(string program, params string[] arguments) => Run(program, arguments, []);

    /// <summary>What a program printed. It must succeed.</summary>
    private static async Task<string> Run(string program, string[] arguments, Dictionary<string, string> environment)
    {
        using var process = Start(program, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        return output;
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<int> Status(HttpClient http, int port, string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}");
        request.Headers.Host = host;
        try
        {
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0; // it doesn't listen yet
        }
    }
}
