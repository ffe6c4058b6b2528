using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>The tables of the Hub: requests, invitations and the audit.</summary>
internal static class HubSchema
{
    private const int Hash = 32;
    private const int Act = 48;

    public static void Describe(ModelBuilder model)
    {
        Requests(model);
        Secrets(model);
        People(model);
        Audit(model);
        model.Entity<IdempotencyKey>(key =>
        {
            key.HasKey(k => new
            {
                k.TenantId,
                k.ClientId,
                k.Key,
            });
            key.HasIndex(k => k.ExpiresAt);
            key.HasIndex(k => k.AnswerExpiresAt).HasFilter($"\"{nameof(IdempotencyKey.Sealed)}\" IS NOT NULL"); // the bodies to erase
            key.Property(k => k.ClientId).HasMaxLength(Schema.ClientId);
            key.Property(k => k.Key).HasMaxLength(100);
            key.Property(k => k.RequestHash).HasMaxLength(Hash);
            key.Property(k => k.Location).HasMaxLength(Schema.Path);
        });
    }

    private static void Requests(ModelBuilder model)
    {
        model.Entity<CredentialRequest>(request =>
        {
            request.HasIndex(r => new
            {
                r.TenantId,
                r.Environment,
                r.CreatedAt,
            });
            request.HasIndex(r => new { r.State, r.SubmittedAt }); // the operators' queue
            request.Property(r => r.Name).HasMaxLength(Schema.Name);
            request.Property(r => r.Purpose).HasMaxLength(Schema.Purpose);
            request.Property(r => r.Owner).HasMaxLength(Schema.Person);
            request.Property(r => r.Contact).HasMaxLength(Schema.Person);
            request.Property(r => r.Comment).HasMaxLength(Schema.Purpose);
            request.Property(r => r.RequestedBy).HasMaxLength(Schema.Person);
            request.Property(r => r.DecidedBy).HasMaxLength(Schema.Person);
            request.Property(r => r.ClientId).HasMaxLength(Schema.ClientId);
            request.Property(r => r.GoLiveOf).HasMaxLength(Schema.ClientId);
            request.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Secrets(ModelBuilder model)
    {
        model.Entity<HandOver>(link =>
        {
            link.HasKey(l => l.Hash);
            link.HasIndex(l => new
            {
                l.TenantId,
                l.Environment,
                l.ClientId,
            });
            link.HasIndex(l => l.ExpiresAt);
            link.Property(l => l.Hash).HasMaxLength(Hash);
            link.Property(l => l.MadeBy).HasMaxLength(Schema.Person);
            link.HasOne<Client>().WithMany().HasForeignKey(l => new { l.Environment, l.ClientId }).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Reminder>(reminder =>
        {
            reminder.HasKey(r => new
            {
                r.SecretId,
                r.Days,
                r.ExpiresAt,
            });
            reminder.HasIndex(r => new { r.TenantId, r.Environment });
            reminder.HasOne<Secret>().WithMany().HasForeignKey(r => r.SecretId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void People(ModelBuilder model) =>
        model.Entity<Invitation>(invitation =>
        {
            invitation.HasIndex(i => i.Hash).IsUnique();
            invitation.HasIndex(i => i.TenantId);
            invitation.HasIndex(i => i.ExpiresAt);
            invitation.Property(i => i.Hash).HasMaxLength(Hash);
            invitation.Property(i => i.Email).HasMaxLength(Schema.Person);
            invitation.Property(i => i.InvitedBy).HasMaxLength(Schema.Person);
            invitation.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
        });

    private static void Audit(ModelBuilder model) =>
        model.Entity<AuditEntry>(entry =>
        {
            entry.HasKey(e => new { e.TenantId, e.Sequence });
            entry.Property(e => e.Actor).HasMaxLength(Schema.Person);
            entry.Property(e => e.Address).HasMaxLength(AccountSchema.Address);
            entry.Property(e => e.CorrelationId).HasMaxLength(Schema.CorrelationId);
            entry.Property(e => e.Act).HasMaxLength(Act);
            entry.Property(e => e.Target).HasMaxLength(Schema.Person);
            entry.Property(e => e.PreviousHash).HasMaxLength(Hash);
            entry.Property(e => e.Hash).HasMaxLength(Hash);
        });
}
