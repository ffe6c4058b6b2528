using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tokenhouse.Server.Data;

/// <summary>The context of <c>dotnet ef --context PostgresDb</c>. It never connects to a server.</summary>
public sealed class PostgresDbDesignTimeFactory : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=design-time").Options, TimeProvider.System);
}
