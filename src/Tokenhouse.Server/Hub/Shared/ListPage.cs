namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A page of a countable list.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Number">The page number, from 1.</param>
/// <param name="Total">The number of rows on all pages.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Rows, int Number, int Total)
{
    public const int Size = 50;

    /// <summary>The number of pages, at least 1.</summary>
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>The first row's position in the list, from 1.</summary>
    public int First => Rows.Count == 0 ? 0 : (Number - 1) * Size + 1;

    /// <summary>The last row's position.</summary>
    public int Last => First == 0 ? 0 : First + Rows.Count - 1;
}
