using System.Diagnostics;
using Npgsql;

namespace Tokenhouse.Tests.Support;

/// <summary>Debian's pgbouncer in front of the run's cluster, in transaction mode and with few connections, so that clients really share them.</summary>
public sealed class PgBouncer : IDisposable
{
    public const int Connections = 3;

    private readonly TempFolder folder = new();
    private readonly Process process;

    public PgBouncer()
    {
        Port = ServerProcess.FreePort();
        var settings = Path.Combine(folder.Path, "pgbouncer.ini");
        File.WriteAllText(
            settings,
            $"""
            [databases]
            * = host={Postgres.Folder} user=tokenhouse
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {Connections}
            max_client_conn = 500
            """
        );
        // It refuses to run as root.
        string[] command = System.Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101); // also for the account postgres
        string[] all = [.. command, "/usr/sbin/pgbouncer", settings];
        process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>The way to a database through it.</summary>
    public string To(string connection) => new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = Port }.ToString();

    public async Task Ready(string database) =>
        await Eventually.True(async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(To(database) + ";Pooling=false;Database=postgres");
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false; // it doesn't listen yet
            }
        });

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        folder.Dispose();
    }
}
