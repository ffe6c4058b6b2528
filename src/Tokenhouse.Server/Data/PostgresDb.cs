using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>The database that many servers of one datacentre share.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, TimeProvider clock) : Db(options, clock)
{
    /// <summary>
    /// Sequences count before the commit, so without a lock a later id could become visible first and its elder be missed.
    /// The lock ends with the transaction; changes by people are rare enough to queue.
    /// </summary>
    protected override Task OrderFeed(CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(8414001)", cancellationToken);
}
