using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;
using Tokenhouse.Server.Hosting.Sealing;
using Tokenhouse.Server.Hub.Tenants;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hosting;

/// <summary>The settings of a datacentre's host: its own configuration, and the installation's.</summary>
internal sealed record DatacentreSettings(
    Datacentre Datacentre,
    DatacentreOptions Options,
    InstallationOptions Installation,
    MasterKey MasterKey
)
{
    public required ILoggerFactory Logs { get; init; }

    /// <summary>The threads that hash passwords, shared by all datacentres of the process.</summary>
    public required PasswordHashingPool Hashing { get; init; }

    /// <summary>Notices that the process stood still.</summary>
    public required FreezeDetector Freezes { get; init; }

    public required string EnvironmentName { get; init; }

    /// <summary>How email is sent; null if it isn't.</summary>
    public required EmailDelivery? Mail { get; init; }

    /// <summary>The tenants of the other datacentres in this process, from which new tenants must differ.</summary>
    public required TenantRegistry Tenants { get; init; }

    /// <summary>Overrides services, such as a test's clock.</summary>
    public required Action<IServiceCollection> Replace { get; init; }
}
