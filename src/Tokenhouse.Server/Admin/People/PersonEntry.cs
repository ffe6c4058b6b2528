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

    /// <summary>Whether they use two-factor sign-in; null: that is not for the one who asks to see.</summary>
    public bool? HasTwoFactor { get; init; }

    /// <summary>Whether they have a passkey; null: that is not for the one who asks to see.</summary>
    public bool? HasPasskey { get; init; }

    /// <summary>Whether nobody signs in to the account any more, in any tenant.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Of the membership.</summary>
    public int Version { get; init; }

    /// <summary>Whether somebody sees how the members of a tenant protect their accounts: where there is no second factor, a password is enough.</summary>
    internal static bool ShowsProtection(Actor actor) => actor.Rights.Contains(Right.ManagePeople) || actor.IsOperator;

    /// <summary>The members of a tenant, in no order, as somebody may see them.</summary>
    internal static IQueryable<PersonEntry> All(Db db, Actor actor)
    {
        var (tenantId, self, all) = (actor.Tenant.Id, actor.AccountId, ShowsProtection(actor));
        return from membership in db.Memberships
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
                HasTwoFactor = all || account.Id == self ? account.TwoFactorEnabled : null,
                HasPasskey =
                    all || account.Id == self ? db.Set<IdentityUserPasskey<Guid>>().Any(passkey => passkey.UserId == account.Id) : null,
                IsDisabled = account.DisabledAt != null,
                Version = membership.Version,
            };
    }
}
