namespace Tokenhouse.Tests.Support;

/// <summary>Where a test keeps its rows.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}
