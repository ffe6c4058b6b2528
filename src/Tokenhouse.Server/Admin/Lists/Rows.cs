namespace Tokenhouse.Server.Admin.Lists;

/// <summary>All rows of a list, read while they are written somewhere else.</summary>
public sealed class Rows<T>(IAsyncEnumerable<T> rows) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        rows.GetAsyncEnumerator(cancellationToken);
}
