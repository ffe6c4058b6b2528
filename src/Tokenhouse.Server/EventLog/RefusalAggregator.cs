namespace Tokenhouse.Server.EventLog;

/// <summary>
/// The refusals of about a second: identical ones are one entry with a count, and only a few of one kind are listed separately. Those that proved
/// nothing are one row for the hour; <see cref="UnprovedRefusals"/> aggregates them.
/// </summary>
internal sealed class RefusalAggregator
{
    /// <summary>How many different refusals of one client, code and kind are listed separately. Further ones share one entry.</summary>
    private const int Apart = 20;

    private readonly Dictionary<RefusalKey, (TokenEvent First, long Count)> entries = [];
    private readonly Dictionary<RefusalKey, int> apart = [];

    public int Count => entries.Count;

    /// <summary>The first of identical refusals, with their common values and the count.</summary>
    public IEnumerable<TokenEvent> Events =>
        entries.Select(entry =>
            entry.Value.First with
            {
                Count = entry.Value.Count,
                Refusal = entry.Value.First.Refusal!.With(entry.Key.Kind, entry.Key.Sentence),
                Address = entry.Key.Address.Length > 0 ? entry.Value.First.Address : null,
            }
        );

    public IEnumerable<EventRow> Rows =>
        entries.Select(entry => new EventRow.Refused(entry.Key.Row(entry.Value.First, entry.Value.Count))
        {
            Forget = () => entries.Remove(entry.Key),
        });

    public void Add(TokenEvent happened, RefusalCause cause, long tenant, string? person = null)
    {
        var kind = RefusalKey.OfKind(happened, cause, tenant);
        var key = kind.With(happened, cause, person);
        if (!entries.ContainsKey(key))
        {
            var others = apart.GetValueOrDefault(kind);
            if (others >= Apart)
                key = kind;
            else
                apart[kind] = others + 1;
        }
        entries[key] = entries.TryGetValue(key, out var seen) ? (seen.First, seen.Count + happened.Count) : (happened, happened.Count);
    }
}
