using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Splits sorted queries into pages, keeping their order.</summary>
internal static class ListPaging
{
    /// <summary>One page; the last one if the number is too high.</summary>
    public static async Task<ListPage<T>> Slice<T>(this IQueryable<T> sorted, int number, CancellationToken cancellationToken = default)
    {
        var total = await sorted.CountAsync(cancellationToken);
        var last = Math.Max(1, (total + ListPage<T>.Size - 1) / ListPage<T>.Size);
        var page = Math.Clamp(number, 1, last);
        var rows = await sorted.Skip((page - 1) * ListPage<T>.Size).Take(ListPage<T>.Size).ToListAsync(cancellationToken);
        return new(rows, page, total);
    }

    /// <summary>The rows in the order of their keys, without deleted ones.</summary>
    public static List<TRow> Along<TKey, TRow>(this List<TRow> rows, IEnumerable<TKey> keys, Func<TRow, TKey> key) =>
        [.. keys.Join(rows, one => one, key, (_, row) => row)];
}
