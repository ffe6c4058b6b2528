using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A credential holder of one tenant in one environment (RFC 6749, 2). Its id is unique within the datacentre over both
/// environments; only the client of an API has the same id in each.
/// </summary>
public sealed class Client : IOwned, IPublished, IVersioned
{
    public required string Id { get; init; }

    public required long TenantId { get; init; }

    public required Environment Environment { get; init; }

    public required ClientKind Kind { get; init; }

    public required string Name { get; set; }

    /// <summary>What the client may ask for, as long as the contract has it too.</summary>
    public required List<string> Scopes { get; set; }

    /// <summary>For the kind <see cref="ClientKind.Api"/>: whose tokens it may check.</summary>
    public string? ApiIdentifier { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Who disabled it: a mail address, or the id of a program. Null where nobody wrote it down.</summary>
    public string? DisabledBy { get; set; }

    /// <summary>Whether the vendor disabled it, who alone enables it again then.</summary>
    public bool IsDisabledByVendor { get; set; }

    /// <summary>Where people are sent back to, compared to the letter (RFC 9700, 4.1.3).</summary>
    public List<string> RedirectUris { get; set; } = [];

    /// <summary>Whether the client must use PKCE. Public clients always must.</summary>
    public bool RequiresPkce { get; set; }

    /// <summary>Whether it needs an allowlist, its own or its tenant's. App-key clients always do.</summary>
    public bool RequiresAllowlist { get; set; }

    /// <summary>What signs its ID tokens, when it is not the usual RS256.</summary>
    public string? IdTokenAlgorithm { get; set; }

    /// <summary>How long a repeated refresh gets the same successor, when it is not the usual time; at most five minutes.</summary>
    public TimeSpan? RefreshGrace { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.IdleLifetime"/>.</summary>
    public TimeSpan? IdleLifetime { get; set; }

    /// <summary>Lowers the dialect's <see cref="TokenPolicy.FamilyLifetime"/>.</summary>
    public TimeSpan? FamilyLifetime { get; set; }

    /// <summary>What it is for, in the tenant's words.</summary>
    public string Purpose { get; set; } = "";

    /// <summary>The mail address of whoever answers for it; empty where nobody was named.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The mail address of whoever works with it; empty where nobody was named.</summary>
    public string Contact { get; set; } = "";

    /// <summary>The UAT credential that went live with it.</summary>
    public string? GoLiveOf { get; init; }

    /// <summary>All tokens that were issued to it before this moment, a whole second, are revoked. The epoch: none for that reason.</summary>
    public DateTimeOffset RevokedBefore { get; set; } = DateTimeOffset.UnixEpoch;

    public int Version { get; set; }

    public List<Secret> Secrets { get; init; } = [];

    public List<LastCall> LastCalls { get; init; } = [];

    public Subject Subject => Subject.Client(Id);
}
