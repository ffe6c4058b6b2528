using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin;

/// <summary>A change on its way: the rows of one tenant, in a transaction that <see cref="Desk"/> commits.</summary>
public sealed class Work(Db db, Actor actor, DateTimeOffset now)
{
    public Db Db => db;

    public Actor Actor => actor;

    /// <summary>The moment of the change, the same for all of it.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Writes down who did what. What was there before and after is told without any secret.</summary>
    /// <param name="act">One of <see cref="Acts"/>.</param>
    /// <param name="target">The client's id, the person's mail address, the tenant's slug.</param>
    /// <param name="environment">In which environment, where that says anything.</param>
    /// <param name="before">What was changed, as it was; written as JSON.</param>
    /// <param name="after">What was changed, as it is now.</param>
    public async Task Audit(string act, string target, Environment? environment = null, object? before = null, object? after = null)
    {
        var tenant = actor.Tenant.Id;
        var last =
            db.Audit.Local.Where(entry => entry.TenantId == tenant).MaxBy(entry => entry.Sequence)
            ?? await db
                .Audit.AsNoTracking()
                .OrderByDescending(entry => entry.Sequence)
                .FirstOrDefaultAsync(entry => entry.TenantId == tenant);
        db.Audit.Add(
            AuditChain.Link(
                last,
                new()
                {
                    TenantId = tenant,
                    Sequence = (last?.Sequence ?? 0) + 1,
                    At = now,
                    Actor = actor.Name,
                    Address = actor.SpelledAddress,
                    CorrelationId = actor.CorrelationId,
                    Act = act,
                    Target = target,
                    Environment = environment,
                    Before = Json(before),
                    After = Json(after),
                }
            )
        );
    }

    private static string? Json(object? state) => state is null ? null : JsonSerializer.Serialize(state, AuditChain.Spelling);
}
