using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.EventLog;

/// <summary>The sign-ins of about a second: those of one person at one site from one address are one entry with a count.</summary>
internal sealed class SignInAggregator
{
    private readonly Dictionary<Key, (TokenEvent First, long Count)> entries = [];

    public int Count => entries.Count;

    public IEnumerable<EventRow> Rows =>
        entries.Select(entry => new EventRow.SignedIn(entry.Key.Row(entry.Value.First, entry.Value.Count))
        {
            Forget = () => entries.Remove(entry.Key),
        });

    public void Add(TokenEvent happened, long tenant, string person)
    {
        var key = new Key(tenant, happened.Site.Environment, person, ClientAddress.Format(happened.Address));
        entries[key] = entries.TryGetValue(key, out var seen) ? (seen.First, seen.Count + happened.Count) : (happened, happened.Count);
    }

    private sealed record Key(long Tenant, TenantEnvironment Environment, string Person, string Address)
    {
        public SignIn Row(TokenEvent first, long count) =>
            new()
            {
                Id = Guid.CreateVersion7(first.At),
                TenantId = Tenant,
                Environment = Environment,
                Person = Person,
                Address = Address,
                CorrelationId =
                    first.CorrelationId.Length <= Schema.CorrelationId ? first.CorrelationId : first.CorrelationId[..Schema.CorrelationId],
                At = first.At,
                Count = count,
            };
    }
}
