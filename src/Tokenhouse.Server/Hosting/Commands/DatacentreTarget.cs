using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>A datacentre that a command works on, with its database but without a server.</summary>
internal sealed record DatacentreTarget(Datacentre Datacentre, DatacentreOptions Options, InstallationOptions Installation)
{
    public string Name => Datacentre.Name;

    /// <summary>Without the connection string, which may contain a password.</summary>
    public override string ToString() => nameof(DatacentreTarget);

    /// <summary>The connection string without a pooler; null for SQLite.</summary>
    public string? Postgres => Options.PostgresDirect ?? Options.Postgres;

    /// <summary>The absolute path of the embedded database.</summary>
    public string SqliteFile => Path.GetFullPath(Options.SqliteFile(Name, Installation));

    /// <summary>The database as servers reach it.</summary>
    public DbFactory Database() => Options.Database(Name, Installation, TimeProvider.System);

    /// <summary>The database without a pooler. Its connections have a name of their own.</summary>
    public DbFactory Direct() =>
        Postgres is null
            ? Database()
            : DbFactory.Postgres(
                new NpgsqlConnectionStringBuilder(Postgres) { ApplicationName = "tokenhouse command" }.ConnectionString,
                Installation.Database,
                TimeProvider.System
            );

    public Migrator Migrator() => Options.Migrator(Installation, Database(), TimeProvider.System);

    /// <summary>The database's key ring.</summary>
    public static async Task<IEnumerable<XElement>> Ring(Db db, CancellationToken cancellationToken) =>
        (await db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml!).ToListAsync(cancellationToken)).Select(XElement.Parse);

    /// <summary>Runs work on the database. What is wrong with the database becomes a sentence.</summary>
    /// <exception cref="StartRefusedException">The database can't be used.</exception>
    public async Task<T> Run<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (DatacentreHost.IsAboutTheDatabase(exception) || exception.IsStorage())
        {
            throw new StartRefusedException(
                $"Can't use the database of {Name}: {exception.Message} Check Tokenhouse:Datacentres:{Name}.",
                exception
            );
        }
    }
}
