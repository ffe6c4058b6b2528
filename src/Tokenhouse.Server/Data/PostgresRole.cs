using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tokenhouse.Server.Data;

/// <summary>
/// Settings of the servers' database role, so that nothing waits long for a server that is frozen or unreachable. They belong to the role and not to
/// connections, so they hold behind a pooler too.
/// </summary>
internal static class PostgresRole
{
    /// <summary>The settings that <c>migrate</c> adds. What an operator set stays.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["idle_in_transaction_session_timeout"] = "3s",
        ["lock_timeout"] = "1500ms",
        ["statement_timeout"] = "30s",
        ["tcp_keepalives_idle"] = "10",
        ["tcp_keepalives_interval"] = "5",
        ["tcp_keepalives_count"] = "3",
    };

    /// <summary>The names of settings that neither the role nor the database has.</summary>
    /// <param name="db">The database.</param>
    /// <param name="role">The role; null for that of the connection.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static async Task<IReadOnlyList<string>> Missing(Db db, string? role, CancellationToken cancellationToken)
    {
        var present = await db
            .Database.SqlQuery<string>(
                $"""
                SELECT split_part(setting, '=', 1) AS "Value"
                FROM pg_db_role_setting, unnest(setconfig) AS setting
                WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                    AND setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = COALESCE({role}, current_user)))
                """
            )
            .ToListAsync(cancellationToken);
        return [.. Settings.Keys.Except(present)];
    }

    /// <summary>The statements that add what is missing.</summary>
    public static async Task<IReadOnlyList<string>> Statements(Db db, string? role, CancellationToken cancellationToken)
    {
        var quoting = db.GetService<ISqlGenerationHelper>();
        var names = await db
            .Database.SqlQuery<string>($"SELECT COALESCE({role}, current_user) AS \"Value\" UNION ALL SELECT current_database()")
            .ToListAsync(cancellationToken);
        var (to, database) = (quoting.DelimitIdentifier(names[0]), quoting.DelimitIdentifier(names[1]));
        return
        [
            .. (await Missing(db, role, cancellationToken)).Select(name =>
                $"ALTER ROLE {to} IN DATABASE {database} SET {name} = '{Settings[name]}'"
            ),
        ];
    }
}
