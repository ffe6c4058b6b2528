using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that belongs to one tenant in one environment.</summary>
public interface IEnvironmentOwned : ITenantOwned
{
    TenantEnvironment Environment { get; }
}
