using Microsoft.AspNetCore.Identity;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A person in one datacentre, the same in LIVE and UAT. ASP.NET Core Identity stores the password, the second factor and the
/// passkeys. The ID is the <c>sub</c> of tokens for the person.
/// </summary>
public sealed class Account : IdentityUser<Guid>, ICachedEntity
{
    /// <summary>The person's name on pages, and in the claim <c>name</c>.</summary>
    public required string Name { get; set; }

    /// <summary>The person's language as a tag (BCP 47), for applications; null if not set.</summary>
    public string? Locale { get; set; }

    /// <summary>When the name or language was last changed; null if never.</summary>
    public DateTimeOffset? ProfileChangedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is disabled: its holder can't sign in, and everything that acts for it has ended.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When the person last used a session, to the minute.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>The time step of the last accepted one-time password: none is accepted twice (RFC 6238, 5.2).</summary>
    public long LastTotpStep { get; set; }

    public List<Membership> Memberships { get; init; } = [];

    CacheKey ICachedEntity.Subject => CacheKey.Account(Id);

    // Identity writes whole rows at every sign-in, which isn't a relevant change.
    IReadOnlyList<string> ICachedEntity.Kept => [nameof(DisabledAt)];
}
