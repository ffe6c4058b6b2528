using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>The tables of accounts, with our own names for Identity's tables.</summary>
internal static class AccountSchema
{
    public const int Name = 200;
    public const int Locale = 35; // RFC 5646, 4.4.1
    public const int Browser = 300;
    public const int Address = 45; // the longest spelling of an IPv6 address

    public static void Describe(ModelBuilder model)
    {
        Accounts(model);
        SignIn(model);
        model.Entity<Lease>().HasKey(l => l.Name);
        model.Entity<Lease>().Property(l => l.Name).HasMaxLength(32);
    }

    private static void Accounts(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("Accounts");
            account.Property(a => a.Name).HasMaxLength(Name);
            account.Property(a => a.Locale).HasMaxLength(Locale);
            // Only set by statements: Identity writes whole rows and would write back an old value.
            account.Property(a => a.Name).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.Locale).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.ProfileChangedAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.LastTotpStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.Property(a => a.SeenAt).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            account.HasIndex(a => a.NormalizedEmail).IsUnique();
            account.HasMany(a => a.Memberships).WithOne().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("AccountLogins");
        model.Entity<IdentityUserToken<Guid>>().ToTable("AccountTokens");
        model.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("Passkeys");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(p => p.Data).ToJson();
            passkey.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<Membership>(membership =>
        {
            membership.HasKey(m => new { m.AccountId, m.TenantId });
            membership.HasIndex(m => m.TenantId);
            membership.HasOne<Tenant>().WithMany().HasForeignKey(m => m.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void SignIn(ModelBuilder model)
    {
        model.Entity<Session>(session =>
        {
            session.HasIndex(s => s.TokenHash).IsUnique();
            session.HasIndex(s => s.HubTokenHash).IsUnique();
            session.Property(s => s.HubTokenHash).HasMaxLength(32);
            session.HasIndex(s => s.AccountId);
            session.HasIndex(s => s.ExpiresAt);
            session.Property(s => s.TokenHash).HasMaxLength(32);
            session.Property(s => s.Address).HasMaxLength(Address);
            session.Property(s => s.Browser).HasMaxLength(Browser);
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Link>(link =>
        {
            link.HasKey(l => l.Hash);
            link.HasIndex(l => l.ExpiresAt);
            link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Throttle>(throttle =>
        {
            throttle.HasKey(t => t.Key);
            throttle.HasIndex(t => t.ExpiresAt);
        });
    }
}
