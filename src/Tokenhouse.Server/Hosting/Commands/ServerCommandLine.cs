using System.CommandLine;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>The commands of the server's executable. Without a command, it serves.</summary>
public static class ServerCommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    private const string Description = """
        Tokenhouse, a multi-tenant OAuth 2.0 authorization server. Without a command, it serves.

        Every setting can be on the command line, with or without a command: --Tokenhouse:BaseUrl https://example.com.
        Exit codes: 0 done, 1 failed or refused, 2 wrong usage. Set NO_COLOR to switch off colours.
        """;

    /// <param name="args">The command line.</param>
    /// <param name="output">Where results are written.</param>
    /// <param name="errors">Where a sentence is written if something is refused.</param>
    /// <param name="serve">Serves, with settings.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors, Func<string[], Task<int>> serve)
    {
        try
        {
            if (args is [] or [['-', ..] and not ("-h" or "-?" or "--help" or "--version"), ..])
                return await serve(args);
            var (words, settings) = CommandSettings.Split(args);
            var parsed = Commands(settings, output).Parse(words, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            var code = await parsed.InvokeAsync(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    Output = output,
                    Error = errors,
                }
            );
            return parsed.Errors.Count > 0 ? Misused : code;
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
            return Failed;
        }
    }

    private static RootCommand Commands(string[] settings, TextWriter output) =>
        new(Description)
        {
            Migrate(settings, output),
            Backup(settings, output),
            Restore(settings, output),
            new Command("operator", "Manages operators, the vendor's staff.") { Invite(settings, output) },
            Check(settings, output),
            CheckTenants(settings, output),
            Postman(),
        };

    private static Command Migrate(string[] settings, TextWriter output)
    {
        var datacentre = Datacentre("Only this datacentre. All that this machine runs, if left out.");
        var command = new Command(
            "migrate",
            "Brings the databases to the schema of this release, over the direct connection. Run it before you start servers with MigrateAtStart = false."
        )
        {
            datacentre,
        };
        command.SetAction((parsed, cancel) => MigrateCommand.Run(settings, output, parsed.GetValue(datacentre), cancel));
        return command;
    }

    private static Command Backup(string[] settings, TextWriter output)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the files are written. It is created if it is missing." };
        var datacentre = Datacentre("Only this datacentre. All that this machine runs, if left out.");
        var command = new Command("backup", "Writes a file for each database, while the servers run. The master key isn't in it.")
        {
            folder,
            datacentre,
        };
        command.SetAction(
            (parsed, cancel) => BackupCommand.Run(settings, output, parsed.GetRequiredValue(folder), parsed.GetValue(datacentre), cancel)
        );
        return command;
    }

    private static Command Restore(string[] settings, TextWriter output)
    {
        var file = new Argument<string>("FILE") { Description = "A file that the command backup wrote." };
        var datacentre = Datacentre("The datacentre. Needed if this machine runs several.");
        var replace = new Option<bool>("--replace") { Description = "Replaces what the database contains. Stop all its servers first." };
        var command = new Command("restore", "Restores a backup into an empty database.") { file, datacentre, replace };
        command.SetAction(
            (parsed, cancel) =>
                RestoreCommand.Run(
                    settings,
                    output,
                    new(parsed.GetRequiredValue(file), parsed.GetValue(datacentre), parsed.GetValue(replace)),
                    cancel
                )
        );
        return command;
    }

    private static Command Invite(string[] settings, TextWriter output)
    {
        var email = new Argument<string>("EMAIL") { Description = "The person's email address." };
        var datacentre = Datacentre("The datacentre. Needed if this machine runs several.");
        var command = new Command("invite", "Prints a link with which a person becomes an operator. Give it to that person only.")
        {
            email,
            datacentre,
        };
        command.SetAction(
            (parsed, cancel) =>
                OperatorInviteCommand.Run(settings, output, parsed.GetRequiredValue(email), parsed.GetValue(datacentre), cancel)
        );
        return command;
    }

    private static Command Check(string[] settings, TextWriter output)
    {
        var command = new Command(
            "check",
            "Checks the configuration, databases, mail server, host names and proxy, and says what to do. Exits with 1 if something failed."
        );
        command.SetAction((_, cancel) => CheckCommand.Run(settings, output, Terminal.HasColours, cancel));
        return command;
    }

    private static Command CheckTenants(string[] settings, TextWriter output)
    {
        var command = new Command(
            CheckTenantsCommand.Command,
            "Prints each number and slug that tenants of several datacentres share. Exits with 1 if there are any."
        );
        command.SetAction((_, _) => CheckTenantsCommand.Run(settings, output));
        return command;
    }

    private static Command Postman()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the files are written." };
        var command = new Command(PostmanCommand.Command, "Writes the Postman collection and its environments.") { folder };
        command.SetAction((parsed, _) => PostmanCommand.Run(parsed.GetRequiredValue(folder)));
        return command;
    }

    private static Option<string?> Datacentre(string description) => new("--datacentre") { Description = description, HelpName = "NAME" };
}
