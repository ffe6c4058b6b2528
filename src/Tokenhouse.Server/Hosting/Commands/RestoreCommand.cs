using System.Xml.Linq;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// The command <c>restore</c>: puts a backup into an empty database, or replaces a database that no server uses. It checks that the master key is
/// the one with which the backup can be used.
/// </summary>
internal static class RestoreCommand
{
    /// <summary>What to restore.</summary>
    /// <param name="File">A file of the command <c>backup</c>.</param>
    /// <param name="Datacentre">The datacentre; null if there is only one.</param>
    /// <param name="Replace">Whether the database may contain something.</param>
    internal sealed record Input(string File, string? Datacentre, bool Replace);

    /// <returns>The exit code.</returns>
    /// <exception cref="StartRefusedException">The file, the database or the master key can't be used.</exception>
    public static async Task<int> Run(string[] settings, TextWriter output, Input input, CancellationToken cancellationToken)
    {
        var read = CommandSettings.Read(settings);
        var target = read.Datacentre(input.Datacentre);
        var masterKey = read.MasterKey(target);
        if (!File.Exists(input.File))
            throw new StartRefusedException($"There is no file {input.File}. Name a file that the command backup wrote.");
        await target.Run(async () =>
        {
            await (
                target.Postgres is null
                    ? SqliteBackup.Restore(target, input, masterKey, cancellationToken)
                    : PostgresBackup.Restore(target, input, masterKey, cancellationToken)
            );
            return target;
        });
        await output.WriteLineAsync($"{target.Name}: restored {input.File}. The master key {read.MasterKeyPlace} fits.");
        await output.WriteLineAsync("Next, run the command migrate, then start the servers.");
        await output.WriteLineAsync("What was revoked, disabled or changed after the backup is as it was before. Repeat those changes.");
        return ServerCommandLine.Done;
    }

    /// <exception cref="StartRefusedException">It isn't allowed to replace what the database contains.</exception>
    public static void RefuseReplacing(DatacentreTarget target) =>
        throw new StartRefusedException(
            $"The database of {target.Name} isn't empty. Nothing was changed. Stop its servers, make a backup, then restore with --replace."
        );

    /// <exception cref="StartRefusedException">The backup was sealed with another master key.</exception>
    public static void RefuseOtherKey(IEnumerable<XElement> ring, MasterKey masterKey, string file)
    {
        if (MasterKeyEncryptor.OtherKey(ring, masterKey) is { } other)
            throw new StartRefusedException(
                $"{file} was sealed with the master key {other}, but this one is {masterKey.Id}. Nothing was changed. Use the master key of the backup."
            );
    }
}
