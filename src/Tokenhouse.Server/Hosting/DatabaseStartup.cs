using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Gets a datacentre's database ready at a start. While the database is away, it tries again. It applies migrations, or waits for the command
/// <c>migrate</c>, however long that takes. Each wait is logged.
/// </summary>
internal sealed partial class DatabaseStartup(
    DatacentreSettings settings,
    IDbContextFactory<Db> dbs,
    Migrator migrator,
    TimeProvider clock,
    ILogger<DatabaseStartup> log
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(1);

    private DateTimeOffset reminded = DateTimeOffset.MinValue;

    private string Name => settings.Datacentre.Name;

    /// <summary>Returns when the schema is there and the rest of the preparation has succeeded.</summary>
    public async Task Run(Func<CancellationToken, Task> prepare, CancellationToken cancellationToken)
    {
        var answered = clock.GetTimestamp();
        while (true)
            try
            {
                while (!await HasSchema(cancellationToken))
                {
                    answered = clock.GetTimestamp();
                    await Task.Delay(Pause, clock, cancellationToken);
                }
                await prepare(cancellationToken);
                await WarnAboutConnections(cancellationToken);
                return;
            }
            catch (Exception exception) when (IsAway(exception) && clock.GetElapsedTime(answered) < settings.Installation.WaitForDatabase)
            {
                Away(log, Name, settings.Installation.WaitForDatabase - clock.GetElapsedTime(answered), exception.Message);
                await Task.Delay(Pause, clock, cancellationToken);
            }
    }

    private static bool IsAway(Exception exception) =>
        exception is NpgsqlException { IsTransient: true } or SocketException or TimeoutException
        || exception.InnerException is { } inner && IsAway(inner);

    private async Task<bool> HasSchema(CancellationToken cancellationToken)
    {
        var pending = await migrator.Pending(cancellationToken);
        if (pending.Count == 0)
            return true;
        if (!settings.Installation.MigrateAtStart)
        {
            if (clock.GetUtcNow() - reminded >= Reminder)
            {
                Waiting(log, Name, pending.Count);
                reminded = clock.GetUtcNow();
            }
            return false;
        }
        var result = await migrator.Apply(cancellationToken);
        if (result.IsRoleRefused)
            RoleRefused(log, Name, string.Join("; ", result.RoleStatements));
        return true;
    }

    /// <summary>Without a pooler, which has limits of its own.</summary>
    private async Task WarnAboutConnections(CancellationToken cancellationToken)
    {
        if (settings.Options is not { Postgres: { } connection, PostgresDirect: null, Nodes: var nodes })
            return;
        await using var db = dbs.CreateDbContext();
        var limit = await PostgresPool.Limit(db, cancellationToken);
        if (PostgresPool.Fault(nodes, PostgresPool.SizeOf(connection), limit) is { } fault)
            TooManyConnections(log, Name, fault);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database of {Datacentre} can't be reached: {Cause} Trying again for another {Left}."
    )]
    private static partial void Away(ILogger log, string datacentre, TimeSpan left, string cause);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database of {Datacentre} is missing {Count} migrations. Waiting until you run the command `migrate`. Until then, every request gets 503."
    )]
    private static partial void Waiting(ILogger log, string datacentre, int count);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The role that migrates the database of {Datacentre} may not change the servers' role. Run as an administrator: {Statements}"
    )]
    private static partial void RoleRefused(ILogger log, string datacentre, string statements);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database of {Datacentre} may run out of connections: {Fault}")]
    private static partial void TooManyConnections(ILogger log, string datacentre, string fault);
}
