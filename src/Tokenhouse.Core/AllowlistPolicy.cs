namespace Tokenhouse.Core;

/// <summary>Which clients must have an allowlist: without an entry on any list, they are refused from every address.</summary>
public static class AllowlistPolicy
{
    /// <summary>The kinds that must have one whatever client and tenant say.</summary>
    public static readonly IReadOnlyList<ClientKind> KindsAlways = [ClientKind.AppKey];

    /// <param name="kind">The client's kind.</param>
    /// <param name="byClient">Whether the client's settings require one.</param>
    /// <param name="byTenant">Whether its tenant requires one of all its clients.</param>
    public static bool IsRequired(ClientKind kind, bool byClient, bool byTenant) => byClient || byTenant || KindsAlways.Contains(kind);
}
