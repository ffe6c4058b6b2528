using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Checks whether the database can store data, by inserting and deleting a row in one transaction. Only one attempt runs at a time, at most one a second, and
/// callers hardly wait for it: while it runs they get the result of the one before, until it has taken <see cref="Slow"/>.
/// </summary>
public sealed class WriteProbe(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private const int Payload = 16 * 1024; // larger than the free space that a page may have

    private readonly Lock gate = new();
    private Task<string?>? latest;
    private DateTimeOffset latestAt;
    private string? faultBefore = new TimeoutException().Cause();

    /// <summary>Why nothing can be stored; null if it can.</summary>
    public async Task<string?> Fault(CancellationToken cancellationToken)
    {
        Task<string?> attempt;
        string? before;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (latest is null || latest.IsCompleted && now - latestAt >= Freshness)
            {
                if (latest is { IsCompletedSuccessfully: true })
                    faultBefore = latest.Result;
                (latest, latestAt) = (Task.Run(Attempt, CancellationToken.None), now); // a driver without asynchronous I/O must not block the caller
            }
            (attempt, before) = (latest, now - latestAt < Slow ? faultBefore : new TimeoutException().Cause());
        }
        try
        {
            return await attempt.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return before;
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
        (db.Tenant, db.IsProbe) = (Datacentre.Vendor, true);
        await using var transaction = await db.Begin(CancellationToken.None);
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
