using Tokenhouse.Protocol;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Hosting;

/// <summary>What a datacentre's host is built from.</summary>
internal sealed record DatacentreSettings(Datacentre Datacentre, DatacentreOptions Options, MasterKey MasterKey, ILoggerFactory Logs)
{
    public required string EnvironmentName { get; init; }

    public required string DataFolder { get; init; }

    public required bool Demo { get; init; }

    public required bool MigrateAtStart { get; init; }

    public required IReadOnlyList<string> Proxies { get; init; }

    /// <summary>How mail leaves; null: there is none.</summary>
    public required MailRoute? Mail { get; init; }

    /// <summary>Has the last word about services: a test's clock, for one.</summary>
    public Action<IServiceCollection> Replace { get; init; } = _ => { };
}
