namespace Tokenhouse.Server.Admin.Lists;

/// <summary>Some rows of a list, as programs read it.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">What to send as <c>cursor</c> for those that follow; none: these were the last.</param>
public sealed record Batch<T>(IReadOnlyList<T> Items, string? Next)
{
    public const int Largest = 200;
    public const int Usual = 50;

    /// <summary>How many to read for a request that names a size or does not: one more than is handed out, to know whether others follow.</summary>
    public static int Size(int? asked) => Math.Clamp(asked ?? Usual, 1, Largest);

    /// <summary>What was read with one row more than asked for.</summary>
    public static Batch<T> Of(List<T> read, int size, Func<T, string> key) =>
        read.Count <= size ? new(read, null) : new(read.GetRange(0, size), Cursor.Make(key(read[size - 1])));
}
