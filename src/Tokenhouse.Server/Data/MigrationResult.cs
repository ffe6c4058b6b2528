namespace Tokenhouse.Server.Data;

/// <summary>What a migration did.</summary>
/// <param name="Applied">How many migrations were applied.</param>
/// <param name="RoleStatements">The statements about the servers' role that were needed.</param>
/// <param name="IsRoleRefused">Whether the database's administrator must run them, because this connection's role may not.</param>
public sealed record MigrationResult(int Applied, IReadOnlyList<string> RoleStatements, bool IsRoleRefused);
