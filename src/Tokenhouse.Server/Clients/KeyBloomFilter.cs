namespace Tokenhouse.Server.Clients;

/// <summary>
/// Recognises most made-up keys without a database query: it has one bit for the hash of each existing key. A key that was
/// added is never denied. Its size is fixed; with more keys, more made-up ones pass, and each of these costs a query.
/// </summary>
internal sealed class KeyBloomFilter<TKey>
    where TKey : notnull
{
    private const int BitsOfWord = 32;

    /// <summary>With 50,000 keys, one made-up key in 170 passes.</summary>
    private const int Bits = 1 << 23;

    private readonly int[] words = new int[Bits / BitsOfWord];

    public void Add(TKey key)
    {
        var (word, bit) = Place(key);
        Interlocked.Or(ref words[word], bit);
    }

    /// <summary>False if the key doesn't exist.</summary>
    public bool MayHold(TKey key)
    {
        var (word, bit) = Place(key);
        return (Volatile.Read(ref words[word]) & bit) != 0;
    }

    // Text is hashed with a secret of the process, so that attackers can't choose keys that share a bit.
    private static (int Word, int Bit) Place(TKey key)
    {
        var hash = (uint)key.GetHashCode() % Bits;
        return ((int)(hash / BitsOfWord), 1 << (int)(hash % BitsOfWord));
    }
}
