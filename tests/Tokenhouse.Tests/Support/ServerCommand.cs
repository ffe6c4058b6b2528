using Tokenhouse.Server.Hosting.Commands;

namespace Tokenhouse.Tests.Support;

/// <summary>A command of the server's executable, run in this process: what it prints, and its exit code.</summary>
public sealed record ServerCommand(int ExitCode, string Output, string Errors)
{
    /// <summary>A command with the settings of a server.</summary>
    public static async Task<ServerCommand> Run(TestServerOptions plan, string dataFolder, params string[] words)
    {
        string[] args =
        [
            .. words,
            "--environment",
            "Development",
            "--Tokenhouse:DataFolder",
            dataFolder,
            .. plan.Databases.SelectMany(named => (string[])[$"--Tokenhouse:Datacentres:{named.Key}:Postgres", named.Value]),
            .. plan.Run.SelectMany((name, index) => (string[])[$"--Tokenhouse:Run:{index}", name]),
            .. plan.Settings,
        ];
        return await Run(args);
    }

    public static async Task<ServerCommand> Run(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        var code = await ServerCommandLine.Run(
            args,
            output,
            errors,
            settings => throw new InvalidOperationException($"It would serve, with {string.Join(' ', settings)}.")
        );
        return new(code, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }
}
