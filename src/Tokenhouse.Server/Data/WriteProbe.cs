using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Checks whether the database can store data, by inserting and deleting a row in one transaction. The result is
/// cached for a second. Only one attempt runs at a time, and callers wait for it at most <see cref="Patience"/>.
/// </summary>
public sealed class WriteProbe(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int Payload = 16 * 1024; // larger than the free space that a page may have

    private readonly Lock gate = new();
    private Task<string?>? latest;
    private DateTimeOffset latestAt;

    /// <summary>Why nothing can be stored; null if it can.</summary>
    public async Task<string?> Fault(CancellationToken cancellationToken)
    {
        Task<string?> attempt;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (latest is null || latest.IsCompleted && now - latestAt >= Freshness)
                (latest, latestAt) = (Task.Run(Attempt, CancellationToken.None), now); // a driver without asynchronous I/O must not block the caller
            attempt = latest;
        }
        try
        {
            return await attempt.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            return exception.Cause();
        }
    }

    private async Task<string?> Attempt()
    {
        try
        {
            await Write();
            return null;
        }
        catch (Exception exception)
        {
            return exception.Cause();
        }
    }

    // Uses a table with rows of any size. The row is deleted before it becomes visible.
    private async Task Write()
    {
        await using var db = dbs.CreateDbContext();
        db.Tenant = Datacentre.Vendor;
        await using var transaction = await db.Database.BeginTransactionAsync();
        var now = clock.GetUtcNow();
        var key = Guid.CreateVersion7(now).ToString();
        db.IdempotencyKeys.Add(
            new()
            {
                TenantId = Datacentre.Vendor,
                ClientId = "write-probe",
                Key = key,
                RequestHash = RandomNumberGenerator.GetBytes(32),
                Sealed = RandomNumberGenerator.GetBytes(Payload),
                ExpiresAt = now,
            }
        );
        await db.SaveChangesAsync();
        await db.IdempotencyKeys.Where(row => row.Key == key).ExecuteDeleteAsync();
        await transaction.CommitAsync();
    }
}
