using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hub.People;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>The command <c>operator invite</c>: prints a link with which a person becomes an operator.</summary>
internal static class OperatorInviteCommand
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartRefusedException">The address is wrong or an operator's, or the database can't be used.</exception>
    public static async Task<int> Run(
        string[] settings,
        TextWriter output,
        string email,
        string? datacentre,
        CancellationToken cancellationToken
    )
    {
        var read = CommandSettings.Read(settings);
        var target = read.Datacentre(datacentre);
        var link = await target.Run(async () =>
        {
            if (await target.Migrator().Pending(cancellationToken) is { Count: > 0 })
                throw new StartRefusedException(
                    $"The database of {target.Name} is missing migrations. Run the command migrate first, or start the server once."
                );
            var dbs = target.Direct();
            await new BuiltInDataSeeder(target.Datacentre, dbs, TimeProvider.System).Seed(cancellationToken);
            var invitation = new OperatorInvitation(target.Datacentre, dbs, read.Options.Bounds, TimeProvider.System);
            return (await invitation.Invite(email, cancellationToken)).Ok(out var made, out var problem)
                ? made
                : throw new StartRefusedException(problem.Fields.Values.FirstOrDefault() ?? problem.Detail);
        });
        await output.WriteLineAsync($"{email} can become an operator of {target.Name} with this link. It works once, within seven days:");
        await output.WriteLineAsync(link);
        return ServerCommandLine.Done;
    }
}
