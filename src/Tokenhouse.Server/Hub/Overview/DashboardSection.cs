namespace Tokenhouse.Server.Hub.Overview;

/// <summary>A dashboard section: total and first rows.</summary>
/// <param name="Count">The total.</param>
/// <param name="First">The first rows.</param>
public sealed record DashboardSection<T>(int Count, IReadOnlyList<T> First);
