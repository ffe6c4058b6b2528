using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tokenhouse.Server.Data;

/// <summary>The context of <c>dotnet ef --context SqliteDb</c>. It never opens the file.</summary>
public sealed class SqliteDbDesignTimeFactory : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design-time.db").Options, TimeProvider.System);
}
