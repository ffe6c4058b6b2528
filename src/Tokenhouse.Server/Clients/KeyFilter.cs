namespace Tokenhouse.Server.Clients;

/// <summary>
/// Tells most made-up keys from those that may exist without asking the database: one bit for the hash of each key that exists. A key that it was
/// told of is never denied. Its size is fixed; with more keys it lets more made-up ones through, and they cost a query as before.
/// </summary>
internal sealed class KeyFilter<TKey>
    where TKey : notnull
{
    private const int BitsOfWord = 32;

    /// <summary>For 50,000 keys, one made-up key in 170 is let through.</summary>
    private const int Bits = 1 << 23;

    private readonly int[] words = new int[Bits / BitsOfWord];

    public void Add(TKey key)
    {
        var (word, bit) = Place(key);
        Interlocked.Or(ref words[word], bit);
    }

    /// <summary>False: no such key exists.</summary>
    public bool MayHold(TKey key)
    {
        var (word, bit) = Place(key);
        return (Volatile.Read(ref words[word]) & bit) != 0;
    }

    // Text is hashed with a secret of the process: no one outside can choose keys that share a bit.
    private static (int Word, int Bit) Place(TKey key)
    {
        var hash = (uint)key.GetHashCode() % Bits;
        return ((int)(hash / BitsOfWord), 1 << (int)(hash % BitsOfWord));
    }
}
