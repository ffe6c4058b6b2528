using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.People;

/// <summary>A member of a tenant, as people and programs see them.</summary>
public sealed record PersonEntry : IHasVersion
{
    /// <summary>Of the account.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset MemberSince { get; init; }

    /// <summary>When they were last signed in; none: not since that is kept.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    public bool HasTwoFactor { get; init; }

    public bool HasPasskey { get; init; }

    /// <summary>Whether nobody signs in to the account any more, in any tenant.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Of the membership.</summary>
    public int Version { get; init; }

    /// <summary>The members of a tenant, in no order.</summary>
    internal static IQueryable<PersonEntry> All(Db db, long tenantId) =>
        from membership in db.Memberships
        join account in db.Accounts on membership.AccountId equals account.Id
        where membership.TenantId == tenantId
        select new PersonEntry // filtered and sorted as rows: so it is made of properties
        {
            Id = account.Id,
            Name = account.Name,
            Email = account.Email!,
            Role = membership.Role,
            MemberSince = membership.CreatedAt,
            LastSeenAt = account.SeenAt,
            HasTwoFactor = account.TwoFactorEnabled,
            HasPasskey = db.Set<IdentityUserPasskey<Guid>>().Any(passkey => passkey.UserId == account.Id),
            IsDisabled = account.DisabledAt != null,
            Version = membership.Version,
        };
}
