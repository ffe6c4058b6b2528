namespace Tokenhouse.Tests.Support;

/// <summary>Which databases the tests use.</summary>
public static class Databases
{
    /// <summary>
    /// The database of tests that do not depend on one: SQLite, unless <c>TOKENHOUSE_TEST_DATABASE</c> is <c>Postgres</c>, as it is once in the
    /// outer tier.
    /// </summary>
    public static readonly Database Default = System.Environment.GetEnvironmentVariable("TOKENHOUSE_TEST_DATABASE") is { } name
        ? Enum.Parse<Database>(name)
        : Database.Sqlite;
}
