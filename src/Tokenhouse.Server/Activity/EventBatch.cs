using Tokenhouse.Protocol;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Shared;

namespace Tokenhouse.Server.Activity;

/// <summary>
/// Events of about a second, folded: tokens to one count for each client and minute, identical refusals to one row. Its size is
/// bounded by what is really different, so that a flood of requests is not a flood of rows.
/// </summary>
public sealed class EventBatch
{
    /// <summary>How many different refusals of one client and code are kept apart; further ones share one row.</summary>
    private const int ReasonsApart = 20;

    private readonly Dictionary<UsageKey, long> issued = [];
    private readonly Dictionary<Guid, DateTimeOffset> used = [];
    private readonly Dictionary<Guid, DateTimeOffset> matched = [];
    private readonly Dictionary<RefusalKey, (TokenEvent First, long Count)> refusals = [];
    private readonly Dictionary<RefusalKey, int> reasons = [];

    public bool IsEmpty => issued.Count + used.Count + matched.Count + refusals.Count == 0;

    public IEnumerable<Usage> Usages => issued.Select(entry => entry.Key.Row(entry.Value));

    /// <summary>When each secret was last proved.</summary>
    public IEnumerable<KeyValuePair<Guid, DateTimeOffset>> SecretsUsed => used;

    /// <summary>When each entry of an allowlist last let a request in.</summary>
    public IEnumerable<KeyValuePair<Guid, DateTimeOffset>> NetworksMatched => matched;

    public IEnumerable<Refusal> Refusals => refusals.Select(entry => entry.Key.Row(entry.Value.First, entry.Value.Count));

    public void Add(TokenEvent happened)
    {
        if (happened.Caller is { SecretId: { } secret })
            used[secret] = happened.At;
        foreach (var entry in happened.Caller?.AdmittedBy ?? [])
            matched[entry] = happened.At;

        if (happened.Refusal is { } cause)
            AddRefusal(happened, cause);
        else if (happened.Caller is { } caller)
        {
            var key = new UsageKey(caller.TenantId, happened.Site.Environment, caller.ClientId, happened.Dialect, MinuteOf(happened.At));
            issued[key] = issued.GetValueOrDefault(key) + happened.Count;
        }
    }

    private void AddRefusal(TokenEvent happened, RefusalCause cause)
    {
        var tenant = happened.Caller?.TenantId ?? Datacentre.Vendor;
        var client = happened.Caller?.ClientId;
        var kind = new RefusalKey(
            tenant,
            happened.Site.Environment,
            client,
            happened.Dialect,
            cause.Code,
            "further refusals within the same second",
            ""
        )
        {
            Api = cause.Api,
        };
        var key = kind with { Reason = cause.Reason, Path = cause.Path, Address = ClientAddress.Spelled(happened.Address) };
        if (!refusals.ContainsKey(key))
        {
            var apart = reasons.GetValueOrDefault(kind);
            if (apart >= ReasonsApart)
                key = kind;
            else
                reasons[kind] = apart + 1;
        }
        refusals[key] = refusals.TryGetValue(key, out var seen) ? (seen.First, seen.Count + happened.Count) : (happened, happened.Count);
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    private readonly record struct UsageKey(long Tenant, Environment Environment, string Client, string Dialect, DateTimeOffset Minute)
    {
        public Usage Row(long count) =>
            new()
            {
                TenantId = Tenant,
                Environment = Environment,
                ClientId = Client,
                Dialect = Dialect,
                Minute = Minute,
                Issued = count,
            };
    }

    private sealed record RefusalKey(
        long Tenant,
        Environment Environment,
        string? Client,
        string Dialect,
        string Code,
        string Reason,
        string Address
    )
    {
        public string? Api { get; init; }

        public string? Path { get; init; }

        public Refusal Row(TokenEvent first, long count) =>
            new()
            {
                Id = Guid.CreateVersion7(first.At),
                TenantId = Tenant,
                Environment = Environment,
                ClientId = Client,
                Dialect = Dialect,
                ApiIdentifier = Api,
                Path = Path is null ? null : Kept(Path, Schema.Path),
                Code = Kept(Code, Schema.Code),
                Reason = Kept(Reason, Schema.Reason),
                Address = Address,
                CorrelationId = Kept(first.CorrelationId, Schema.CorrelationId),
                At = first.At,
                Count = count,
            };

        /// <summary>As much as there is room for, without what not every database takes: it would keep all other events from being written.</summary>
        private static string Kept(string text, int length)
        {
            var cut = text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
            return cut.Replace('\0', '\uFFFD');
        }
    }
}
