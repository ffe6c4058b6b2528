using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// A bounded queue that takes one item of each network in turn, so that a busy network only delays itself. When it is full, the network
/// with the most items loses its newest to one with fewer. Not thread-safe.
/// </summary>
public sealed class FairQueue<T>
    where T : class
{
    public const int Most = 32;
    public const int MostOfNetwork = 8;
    public const int MostOfAccount = 2;

    private readonly Dictionary<string, LinkedListNode<Line>> lines = new(StringComparer.Ordinal);
    private readonly LinkedList<Line> turns = new();

    public int Count { get; private set; }

    /// <summary>Whether an item would be accepted now.</summary>
    public bool HasRoom(HashingOrigin origin)
    {
        var own = lines.GetValueOrDefault(origin.Network)?.Value.Items ?? [];
        return own.Count < MostOfNetwork
            && own.Count(item => item.Account == origin.Account) < MostOfAccount
            && (Count < Most || Longest().Value.Items.Count > own.Count + 1);
    }

    /// <summary>Adds an item; false if there is no room.</summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="item">The item.</param>
    /// <param name="dropped">The item that this one displaced; null if none.</param>
    public bool TryAdd(HashingOrigin origin, T item, out T? dropped)
    {
        dropped = null;
        if (!HasRoom(origin))
            return false;
        if (Count == Most)
        {
            var longest = Longest();
            dropped = longest.Value.Items[^1].Item;
            RemoveAt(longest, longest.Value.Items.Count - 1);
        }
        if (!lines.TryGetValue(origin.Network, out var line))
            lines[origin.Network] = line = turns.AddLast(new Line(origin.Network));
        line.Value.Items.Add((origin.Account, item));
        Count++;
        return true;
    }

    /// <summary>Takes the next item of the network whose turn it is.</summary>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        item = null;
        if (turns.First is not { } line)
            return false;
        item = line.Value.Items[0].Item;
        RemoveAt(line, 0);
        if (line.List is not null)
        {
            turns.Remove(line);
            turns.AddLast(line);
        }
        return true;
    }

    /// <summary>Removes an item before its turn; false if it is no longer queued.</summary>
    public bool Remove(T item)
    {
        foreach (var line in lines.Values)
            if (line.Value.Items.FindIndex(waiting => waiting.Item == item) is var index and >= 0)
            {
                RemoveAt(line, index);
                return true;
            }
        return false;
    }

    private LinkedListNode<Line> Longest() => lines.Values.MaxBy(line => line.Value.Items.Count)!;

    private void RemoveAt(LinkedListNode<Line> line, int index)
    {
        line.Value.Items.RemoveAt(index);
        Count--;
        if (line.Value.Items.Count > 0)
            return;
        lines.Remove(line.Value.Network);
        turns.Remove(line);
    }

    private sealed record Line(string Network)
    {
        public List<(string Account, T Item)> Items { get; } = [];
    }
}
