using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// The responses to creations, stored for a day; those with a secret for two minutes. A key is claimed in the transaction of its change: if it is claimed, the
/// change was made; if it is free, it wasn't. Responses are sealed, because some contain a secret that is shown once.
/// </summary>
internal sealed class IdempotentResponses(IDbContextFactory<Db> dbs, IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>The problem for a key without a stored response.</summary>
    public static readonly Problem Unanswered = Problem.Conflict(
        "The same request was already carried out, and its response isn't stored yet or was lost. Check the result before you repeat it with another key."
    );

    private readonly IDataProtector protector = protection.CreateProtector("Tokenhouse.IdempotentAnswer");

    /// <summary>The outcome of the key's request.</summary>
    public async Task<Beginning> Find(Caller caller, string key, byte[] request)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        db.Tenant = caller.Tenant.Id;
        var row = await Rows(db, caller, key).AsNoTracking().SingleOrDefaultAsync(row => row.ExpiresAt > now);
        if (row is null)
            return new Beginning.First();
        if (!row.RequestHash.AsSpan().SequenceEqual(request))
            return new Beginning.Other();
        if (row is not { Status: { } status, AnswerExpiresAt: { } end })
            return new Beginning.Done();
        return end > now && row.Sealed is { } body
            ? Answered(status, row.Location, For(caller, key).Unprotect(body))
            : new Beginning.Forgotten();
    }

    /// <summary>Claims a key for the upcoming change. Returns a problem if another request was faster.</summary>
    public async Task<Problem?> Claim(Db db, Caller caller, string key, byte[] request)
    {
        var now = clock.GetUtcNow();
        await Rows(db, caller, key).Where(row => row.ExpiresAt <= now).ExecuteDeleteAsync();
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "IdempotencyKeys" ("TenantId", "ClientId", "Key", "RequestHash", "ExpiresAt")
            VALUES ({caller.Tenant.Id}, {caller.Name}, {key}, {request}, {(now + Kept).ToUnixTimeMilliseconds()})
            ON CONFLICT ("TenantId", "ClientId", "Key") DO NOTHING
            """
        );
        return claimed == 1 ? null : Unanswered;
    }

    /// <summary>Stores the response for repeated requests.</summary>
    public async Task Keep(Caller caller, string key, Beginning.Answered answer, TimeSpan kept)
    {
        var body = For(caller, key).Protect([.. answer.Proof, .. answer.Body]);
        var end = clock.GetUtcNow() + kept;
        await using var db = dbs.CreateDbContext();
        db.Tenant = caller.Tenant.Id;
        await Rows(db, caller, key)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(k => k.Status, answer.Status)
                    .SetProperty(k => k.Location, answer.Location)
                    .SetProperty(k => k.Sealed, body)
                    .SetProperty(k => k.AnswerExpiresAt, end)
            );
    }

    private static Beginning.Answered Answered(int status, string? location, byte[] opened) =>
        new(status, location, opened[..SHA256.HashSizeInBytes], opened[SHA256.HashSizeInBytes..]);

    private IDataProtector For(Caller caller, string key) => protector.CreateProtector(caller.Tenant.Slug, caller.Name, key);

    private static IQueryable<IdempotencyKey> Rows(Db db, Caller caller, string key) =>
        db.IdempotencyKeys.Where(row => row.ClientId == caller.Name && row.Key == key);

    /// <summary>The state of a request's key.</summary>
    public abstract record Beginning
    {
        private Beginning() { }

        /// <summary>Unused: this is the first request.</summary>
        public sealed record First : Beginning;

        /// <summary>The same request was carried out, but there is no response.</summary>
        public sealed record Done : Beginning;

        /// <summary>The same request was carried out, but its response was stored only for a limited time.</summary>
        public sealed record Forgotten : Beginning;

        /// <summary>Used by another request.</summary>
        public sealed record Other : Beginning;

        /// <summary>The same request with its response, and the hash of the access token that got it.</summary>
        public sealed record Answered(int Status, string? Location, byte[] Proof, byte[] Body) : Beginning;
    }
}
