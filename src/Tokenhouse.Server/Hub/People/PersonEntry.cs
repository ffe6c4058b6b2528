using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>A member of a tenant on pages and in the API.</summary>
public sealed record PersonEntry : IHasVersion
{
    /// <summary>The account's ID.</summary>
    public required Guid Id { get; init; }

    /// <summary>Their name.</summary>
    public required string Name { get; init; }

    /// <summary>Their email address.</summary>
    public required string Email { get; init; }

    /// <summary>Their role in the tenant.</summary>
    public required Role Role { get; init; }

    /// <summary>When they became a member.</summary>
    public required DateTimeOffset MemberSince { get; init; }

    /// <summary>When they last used a session; null if not recorded.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Whether they use two-factor sign-in; null if the caller can't see it.</summary>
    public bool? HasTwoFactor { get; init; }

    /// <summary>Whether they have a passkey; null if the caller can't see it.</summary>
    public bool? HasPasskey { get; init; }

    /// <summary>Whether the account is disabled, in all tenants.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The membership's version.</summary>
    public int Version { get; init; }

    /// <summary>Whether the caller can see how members protect their accounts, because without a second factor a password is enough.</summary>
    internal static bool ShowsProtection(Caller caller) => caller.Rights.Contains(Right.ManagePeople) || caller.IsOperator;

    /// <summary>The members of a tenant, unsorted, as the caller may see them.</summary>
    internal static IQueryable<PersonEntry> All(Db db, Caller caller)
    {
        var (tenantId, self, all) = (caller.Tenant.Id, caller.AccountId, ShowsProtection(caller));
        return from membership in db.Memberships
            join account in db.Accounts on membership.AccountId equals account.Id
            where membership.TenantId == tenantId
            select new PersonEntry // uses properties, so that it can be filtered and sorted in the database
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
