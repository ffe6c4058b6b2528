using System.Globalization;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// The command <c>backup</c>: a file for each database, as it is at one moment, while servers run. Only the own account can read the files. The master
/// key isn't in them, so the command says where it is.
/// </summary>
internal static class BackupCommand
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartRefusedException">A database can't be read, or the folder can't be written.</exception>
    public static async Task<int> Run(
        string[] settings,
        TextWriter output,
        string folder,
        string? datacentre,
        CancellationToken cancellationToken
    )
    {
        var read = CommandSettings.Read(settings);
        var targets = read.Datacentres(datacentre);
        CreateFolder(folder);
        foreach (var target in targets)
        {
            var file = Path.GetFullPath(Path.Combine(folder, FileName(target)));
            await target.Run(async () =>
            {
                await Write(target, file, cancellationToken);
                return file;
            });
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Name}: backed up to {file} ({(new FileInfo(file).Length + 1023) / 1024:#,0} KB)."
                )
            );
        }
        await output.WriteLineAsync(
            $"The master key isn't in the backup. It is {read.MasterKeyPlace}. Keep a copy of it somewhere else: without it, a backup can't be used."
        );
        return ServerCommandLine.Done;
    }

    private static string FileName(DatacentreTarget target) =>
        $"{target.Name}-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.{(target.Postgres is null ? "sqlite" : "pgdump")}";

    /// <summary>Under another name until it is complete.</summary>
    private static async Task Write(DatacentreTarget target, string file, CancellationToken cancellationToken)
    {
        var unfinished = file + ".unfinished";
        try
        {
            if (target.Postgres is { } connection)
                await PostgresBackup.Write(connection, unfinished, cancellationToken);
            else
                await SqliteBackup.Write(target.SqliteFile, unfinished, cancellationToken);
            File.Move(unfinished, file);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Can't create the folder for the backup: {exception.Message}", exception);
        }
    }
}
