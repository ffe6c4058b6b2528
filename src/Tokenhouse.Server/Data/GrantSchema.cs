using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>
/// The tables of people's grants. Rows refer to each other by value, without foreign keys: each is deleted by its own age, in any
/// order, without locking another table.
/// </summary>
internal static class GrantSchema
{
    private const int Hash = 32;
    private const int GrantedScope = ScopeSet.MaxLength;
    private const int ScopeText = Parameters.MaxValueLength;
    private const int Uri = 2048;
    private const int Audience = 300;

    public static void Describe(ModelBuilder model)
    {
        Consents(model);
        Codes(model);
        Families(model);
        AccessTokens(model);
    }

    private static void Consents(ModelBuilder model) =>
        model.Entity<Consent>(consent =>
        {
            consent.HasKey(c => new
            {
                c.TenantId,
                c.Environment,
                c.ClientId,
                c.AccountId,
            });
            consent.HasIndex(c => c.AccountId);
            consent.Property(c => c.ClientId).HasMaxLength(Schema.ClientId);
        });

    private static void Codes(ModelBuilder model) =>
        model.Entity<AuthorizationCode>(code =>
        {
            code.ToTable("Codes");
            code.HasKey(c => c.Hash);
            code.HasIndex(c => c.ExpiresAt);
            code.HasIndex(c => new
            {
                c.TenantId,
                c.Environment,
                c.AccountId,
            });
            code.Property(c => c.Hash).HasMaxLength(Hash);
            code.Property(c => c.ClientId).HasMaxLength(Schema.ClientId);
            code.Property(c => c.Dialect).HasMaxLength(Schema.DialectName);
            code.Property(c => c.RedirectUri).HasMaxLength(Uri);
            code.Property(c => c.Scope).HasMaxLength(GrantedScope);
            code.Property(c => c.Challenge).HasMaxLength(64);
            code.Property(c => c.Nonce).HasMaxLength(ScopeText);
            code.Property(c => c.IdTokenClaims).HasMaxLength(ScopeText);
            code.Property(c => c.IgnoredScopes).HasMaxLength(ScopeText);
        });

    private static void Families(ModelBuilder model)
    {
        model.Entity<RefreshFamily>(family =>
        {
            family.ToTable("Families");
            family.HasIndex(f => f.ExpiresAt);
            family.HasIndex(f => new
            {
                f.TenantId,
                f.Environment,
                f.ClientId,
                f.AccountId,
            });
            family.HasIndex(f => f.AccountId);
            family.Property(f => f.ClientId).HasMaxLength(Schema.ClientId);
            family.Property(f => f.Scope).HasMaxLength(GrantedScope);
            family.Property(f => f.EndReason).HasMaxLength(300);
        });
        model.Entity<RefreshToken>(token =>
        {
            token.HasKey(t => t.Hash);
            token.HasIndex(t => t.ExpiresAt);
            token.HasIndex(t => t.GraceEndsAt).HasFilter($"\"{nameof(RefreshToken.Successor)}\" IS NOT NULL");
            token.HasIndex(t => t.FamilyId);
            token.HasIndex(t => new { t.TenantId, t.Environment });
            token.Property(t => t.Hash).HasMaxLength(Hash);
            token.Property(t => t.Dialect).HasMaxLength(Schema.DialectName);
            token.Property(t => t.SuccessorHash).HasMaxLength(Hash);
            token.Property(t => t.Successor).HasMaxLength(256);
        });
    }

    private static void AccessTokens(ModelBuilder model) =>
        model.Entity<AccessToken>(token =>
        {
            token.HasKey(t => t.Hash);
            token.HasIndex(t => t.ExpiresAt);
            token.HasIndex(t => t.FamilyId);
            token.HasIndex(t => new { t.TenantId, t.Environment });
            // How many revoked ones a client has, and a tenant.
            token
                .HasIndex(t => new
                {
                    t.TenantId,
                    t.Environment,
                    t.ClientId,
                    t.IssuedAt,
                })
                .HasFilter($"\"{nameof(AccessToken.RevokedAt)}\" IS NOT NULL");
            // What an API is told of: few among many.
            token
                .HasIndex(t => new
                {
                    t.Environment,
                    t.Audience,
                    t.ExpiresAt,
                })
                .HasFilter($"\"{nameof(AccessToken.RevokedAt)}\" IS NOT NULL");
            token.Property(t => t.Hash).HasMaxLength(Hash);
            token.Property(t => t.ClientId).HasMaxLength(Schema.ClientId);
            token.Property(t => t.Audience).HasMaxLength(Audience);
            token.Property(t => t.Scope).HasMaxLength(GrantedScope);
        });
}
