namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A batch of a list's rows in the API.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The <c>cursor</c> for the next batch; null if this is the last.</param>
public sealed record Batch<T>(IReadOnlyList<T> Items, string? Next)
{
    public const int Largest = 200;
    public const int Usual = 50;

    /// <summary>How many rows to read for a requested size: one more than returned, to know whether others follow.</summary>
    public static int Size(int? asked) => Math.Clamp(asked ?? Usual, 1, Largest);

    /// <summary>The batch of rows that were read with one extra.</summary>
    public static Batch<T> Of(List<T> read, int size, Func<T, string> key) =>
        read.Count <= size ? new(read, null) : new(read.GetRange(0, size), Cursor.Make(key(read[size - 1])));
}
