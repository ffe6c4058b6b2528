using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.ClientState;

/// <summary>Selects the clients of some tenants that call an API.</summary>
internal sealed record ApiClientsQuery(TenantEnvironment Environment, string Api, IReadOnlyList<long> Tenants, DateTimeOffset Now);
