using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tokenhouse.Server.Data;

/// <summary>What <c>dotnet ef --context SqliteDb</c> works on. The file is never opened.</summary>
public sealed class SqliteDbDesignTimeFactory : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design-time.db").Options, TimeProvider.System);
}
