using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Migrations;

/// <summary>What <c>dotnet ef --context PostgresDb</c> works on. The server is never asked.</summary>
public sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=design-time").Options, TimeProvider.System);
}
