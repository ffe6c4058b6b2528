namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>Selects the clients of some tenants that call an API.</summary>
internal sealed record CallersQuery(Environment Environment, string Api, IReadOnlyList<long> Tenants, DateTimeOffset Now);
