using Tokenhouse.Core;

namespace Tokenhouse.Server.Accounts;

/// <summary>An application that acts for a person, as shown to the person.</summary>
public sealed record ConnectedApplication(long TenantId, TenantEnvironment Environment, string ClientId, string Name, string TenantName)
{
    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset AgreedAt { get; init; }

    public required DateTimeOffset? UsedAt { get; init; }

    /// <summary>Identifies it in a form.</summary>
    public string Key => $"{TenantId}/{Environment}/{ClientId}";
}
