using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>The server's configuration, as a command reads it.</summary>
internal sealed record CommandSettings(InstallationOptions Options, IConfiguration Configuration, bool IsDevelopment)
{
    /// <summary>Settings without a section. Everything else with a colon in its name is a setting too.</summary>
    private static readonly string[] WithoutSection = ["--environment", "--urls", "--contentRoot"];

    /// <summary>
    /// Separates settings, such as <c>--Tokenhouse:BaseUrl https://example.com</c>, from the command with its arguments, so that a setting's value is
    /// never taken for an argument.
    /// </summary>
    public static (string[] Words, string[] Settings) Split(string[] args)
    {
        List<string> words = [];
        List<string> settings = [];
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':') && !WithoutSection.Contains(name))
            {
                words.Add(args[i]);
                continue;
            }
            settings.Add(args[i]);
            if (name == args[i] && i + 1 < args.Length)
                settings.Add(args[++i]);
        }
        return ([.. words], [.. settings]);
    }

    /// <exception cref="StartRefusedException">The configuration is invalid.</exception>
    public static CommandSettings Read(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory }
        );
        return new(InstallationOptions.From(builder.Configuration), builder.Configuration, builder.Environment.IsDevelopment());
    }

    /// <summary>The datacentres that a command is about: all that this machine runs, or the one that was named.</summary>
    /// <exception cref="StartRefusedException">There is no such datacentre.</exception>
    public IReadOnlyList<DatacentreTarget> Datacentres(string? named)
    {
        List<DatacentreTarget> chosen =
        [
            .. Options
                .Running.Where(running => named is null || running.Key == named)
                .Select(running => new DatacentreTarget(new(running.Key, Options.BaseUrl!), running.Value, Options)),
        ];
        return chosen.Count > 0
            ? chosen
            : throw new StartRefusedException(
                $"There is no datacentre {named}. Choose from {string.Join(", ", Options.Running.Select(running => running.Key))}."
            );
    }

    /// <summary>The one datacentre that a command is about.</summary>
    /// <exception cref="StartRefusedException">There are several, and none was named.</exception>
    public DatacentreTarget Datacentre(string? named) =>
        Datacentres(named) is [var only]
            ? only
            : throw new StartRefusedException(
                $"There are several datacentres. Choose one with --datacentre: {string.Join(", ", Options.Running.Select(running => running.Key))}."
            );

    /// <summary>The master key of a datacentre.</summary>
    /// <exception cref="StartRefusedException">It is missing or can't be read.</exception>
    public MasterKey MasterKey(DatacentreTarget target) => Sealing.MasterKey.For(Options, IsDevelopment)(target.Name);

    /// <summary>Where the master key is, in words that don't contain it.</summary>
    public string MasterKeyPlace =>
        Options.MasterKey is not null ? "in the setting Tokenhouse:MasterKey"
        : Options.MasterKeyFile is { } file ? $"in the file {Path.GetFullPath(file)}"
        : $"in the file {Path.GetFullPath(Path.Combine(Options.DataFolder, "master.key"))}";
}
