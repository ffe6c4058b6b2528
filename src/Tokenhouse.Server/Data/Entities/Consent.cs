using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>A person's consent that a client acts for them within some scopes. Withdrawing it deletes the row.</summary>
public sealed class Consent : IEnvironmentOwned
{
    public required Guid AccountId { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    public required string ClientId { get; init; }

    public required List<string> Scopes { get; set; }

    public required DateTimeOffset AgreedAt { get; set; }

    /// <summary>When the client last signed the person in with it.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
