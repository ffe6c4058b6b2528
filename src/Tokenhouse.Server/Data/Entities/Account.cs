using Microsoft.AspNetCore.Identity;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>
/// A person in one datacentre, the same in LIVE and UAT. The password, the second factor and the passkeys are kept by ASP.NET
/// Core Identity; the id is the <c>sub</c> of the tokens that act for the person.
/// </summary>
public sealed class Account : IdentityUser<Guid>, IPublished
{
    /// <summary>What the person is called on pages.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on nobody signs in to it, and what acts for it ends.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When the person was last signed in somewhere, to the minute.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>The time step of the last one-time password that was accepted: none is accepted twice (RFC 6238, 5.2).</summary>
    public long LastTotpStep { get; set; }

    public List<Membership> Memberships { get; init; } = [];

    Subject IPublished.Subject => Subject.Account(Id);

    // Identity writes whole rows at every sign-in; of that, nothing is news.
    IReadOnlyList<string> IPublished.Kept => [nameof(DisabledAt)];
}
