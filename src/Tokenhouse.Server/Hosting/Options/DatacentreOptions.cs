using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>One datacentre: <c>Tokenhouse:Datacentres:{name}</c>. Without a database it has a SQLite file in the data folder.</summary>
public sealed partial record DatacentreOptions
{
    /// <summary>A label for people, such as <c>AUS</c>.</summary>
    public string? Region { get; init; }

    /// <summary>The file of the embedded database.</summary>
    public string? Sqlite { get; init; }

    /// <summary>The connection string of a PostgreSQL database, which may lead through a pooler such as pgbouncer.</summary>
    public string? Postgres { get; init; }

    /// <summary>
    /// If <see cref="Postgres"/> leads through a pooler, the connection string without it: for migrations, backups and restores.
    /// </summary>
    public string? PostgresDirect { get; init; }

    /// <summary>How many processes share the database.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The range of numbers for new tenants; required if there are several datacentres.</summary>
    public TenantNumberRange? TenantNumbers { get; init; }

    /// <summary>Settings of the two sites.</summary>
    public IReadOnlyDictionary<TenantEnvironment, SiteOptions> Sites { get; init; } = new Dictionary<TenantEnvironment, SiteOptions>();

    /// <summary>Without the connection string, which may contain a password.</summary>
    public override string ToString() => Region ?? nameof(DatacentreOptions);

    /// <summary>Where the embedded database is.</summary>
    internal string SqliteFile(string name, InstallationOptions installation) =>
        Sqlite ?? Path.Combine(installation.DataFolder, $"{name}.db");

    internal DbFactory Database(
        string name,
        InstallationOptions installation,
        TimeProvider clock,
        ILoggerFactory? logs = null,
        params IInterceptor[] interceptors
    ) =>
        Postgres is null
            ? DbFactory.Sqlite(SqliteFile(name, installation), installation.Database, clock, logs, interceptors)
            : DbFactory.Postgres(Postgres, installation.Database, clock, logs, interceptors);

    /// <summary>Migrates the database. A server that only waits for the command <c>migrate</c> needs no direct connection.</summary>
    internal Migrator Migrator(InstallationOptions installation, IDbContextFactory<Db> dbs, TimeProvider clock, ILoggerFactory? logs = null)
    {
        if (PostgresDirect is null)
            return new(dbs);
        var direct = DbFactory.Postgres(PostgresDirect, installation.Database, clock, logs);
        return new(installation.MigrateAtStart ? direct : dbs, direct, new NpgsqlConnectionStringBuilder(Postgres).Username);
    }

    internal IEnumerable<string> Faults(string name)
    {
        var path = $"Tokenhouse:Datacentres:{name}";
        if (!HostLabel().IsMatch(name))
            yield return $"{path}: a datacentre's name is part of its host names. Use up to 20 lowercase letters and digits, such as dc2.";
        if (Sqlite is not null && Postgres is not null)
            yield return $"{path} has both Sqlite and Postgres. Set only one of them.";
        if (PostgresDirect is not null && Postgres is null)
            yield return $"{path} has PostgresDirect without Postgres. Set Postgres too, or only Postgres if there is no pooler.";
        if (Nodes < 1)
            yield return $"{path}:Nodes is {Nodes}. Set how many processes share the database, such as 3.";
        if (TenantNumbers?.Fault($"{path}:TenantNumbers") is { } numbers)
            yield return numbers;
        foreach (var (environment, site) in Sites)
        {
            if (!SigningAlgorithms.All.Contains(site.AccessTokenAlgorithm))
                yield return $"{path}:Sites:{environment}:AccessTokenAlgorithm is {site.AccessTokenAlgorithm}. Set {string.Join(" or ", SigningAlgorithms.All)}.";
            foreach (var unknown in site.Dialects.Except(DialectCatalogue.List.Select(dialect => dialect.Name)))
                yield return $"{path}:Sites:{environment}:Dialects contains {unknown}, which isn't a dialect. Choose from {string.Join(", ", DialectCatalogue.List.Select(dialect => dialect.Name))}.";
            foreach (var alias in site.Aliases.Where(alias => Uri.CheckHostName(alias) is UriHostNameType.Unknown))
                yield return $"{path}:Sites:{environment}:Aliases contains {alias}, which isn't a host name. Write only the name, without scheme and port.";
        }
    }

    [GeneratedRegex("^[a-z0-9]{1,20}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostLabel();
}
