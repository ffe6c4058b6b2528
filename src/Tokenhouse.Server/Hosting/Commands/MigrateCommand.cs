using System.Globalization;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// The command <c>migrate</c>: brings the databases to the schema of this release over a direct connection, and completes the settings of the servers'
/// role. Interrupted, it continues where it stopped.
/// </summary>
internal static class MigrateCommand
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartRefusedException">A database can't be used, or a later release has migrated it.</exception>
    public static async Task<int> Run(string[] settings, TextWriter output, string? datacentre, CancellationToken cancellationToken)
    {
        var refused = false;
        foreach (var target in CommandSettings.Read(settings).Datacentres(datacentre))
            refused |= await target.Run(() => Migrate(target, output, cancellationToken));
        return refused ? ServerCommandLine.Failed : ServerCommandLine.Done;
    }

    private static async Task<bool> Migrate(DatacentreTarget target, TextWriter output, CancellationToken cancellationToken)
    {
        var migrator = target.Migrator();
        if (await migrator.Later(cancellationToken) is [.., var last])
            throw new StartRefusedException(
                $"A later release has migrated the database of {target.Name}: this one doesn't know {last}. Nothing was changed. Run the command of the later release."
            );
        var began = TimeProvider.System.GetTimestamp();
        var result = await migrator.Apply(
            cancellationToken,
            step =>
                output.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{target.Name}: applying {step.Number} of {step.Count}, {step.Name} ...")
                )
        );
        await output.WriteLineAsync(
            result.Applied == 0
                ? $"{target.Name}: the schema is up to date."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Name}: applied {result.Applied} in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s. The schema is up to date."
                )
        );
        return await Tell(target, result, output);
    }

    private static async Task<bool> Tell(DatacentreTarget target, MigrationResult result, TextWriter output)
    {
        if (result.IsRoleRefused)
            await output.WriteLineAsync($"{target.Name}: this role may not change the servers' role. Run as the database's administrator:");
        else if (result.RoleStatements.Count > 0)
            await output.WriteLineAsync($"{target.Name}: added settings to the servers' role. They hold for new connections:");
        foreach (var statement in result.RoleStatements)
            await output.WriteLineAsync($"  {statement};");
        return result.IsRoleRefused;
    }
}
