using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Admin.Tenants;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Mail;

namespace Tokenhouse.Server.Hosting;

/// <summary>What a datacentre's host is built from: its own configuration, and that of the installation.</summary>
internal sealed record DatacentreSettings(
    Datacentre Datacentre,
    DatacentreOptions Options,
    InstallationOptions Installation,
    MasterKey MasterKey
)
{
    public required ILoggerFactory Logs { get; init; }

    /// <summary>What hashes passwords, for all datacentres of the process together.</summary>
    public required HashingThreads Hashing { get; init; }

    public required string EnvironmentName { get; init; }

    /// <summary>How mail leaves; null: there is none.</summary>
    public required MailRoute? Mail { get; init; }

    /// <summary>The tenants of the other datacentres in this process, from which new ones must differ.</summary>
    public required TenantRegistry Tenants { get; init; }

    /// <summary>Has the last word about services: a test's clock, for one.</summary>
    public required Action<IServiceCollection> Replace { get; init; }
}
