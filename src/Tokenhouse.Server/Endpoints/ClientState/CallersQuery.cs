namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>Of whom something is asked: the clients of some tenants that call an API.</summary>
internal sealed record CallersQuery(Environment Environment, string Api, IReadOnlyList<long> Tenants, DateTimeOffset Now);
