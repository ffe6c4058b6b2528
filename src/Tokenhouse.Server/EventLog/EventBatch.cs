using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.EventLog;

/// <summary>
/// The events of about a second, aggregated: tokens to one count for each client and minute, identical refusals to one row. Its size is
/// bounded by the number of different events, so that a flood of requests doesn't become a flood of rows.
/// </summary>
public sealed class EventBatch
{
    /// <summary>How many different email addresses are looked up. Attempts with further ones aren't attributed.</summary>
    private const int MostPeople = 1_000;

    private const string UnknownAccount = "no account has this email address, or the account belongs to no tenant";

    private readonly Dictionary<UsageKey, long> issued = [];
    private readonly Dictionary<Guid, DateTimeOffset> used = [];
    private readonly Dictionary<Guid, DateTimeOffset> matched = [];
    private readonly RefusalAggregator refusals = new();
    private readonly Dictionary<string, RefusalAggregator> attempts = [];
    private readonly List<TokenEvent> arrivals = [];
    private readonly SignInAggregator signIns = new();

    public bool IsEmpty =>
        issued.Count + used.Count + matched.Count + refusals.Count + attempts.Count + arrivals.Count + signIns.Count == 0;

    /// <summary>Email addresses, as typed, of sign-ins and attempts that aren't attributed yet.</summary>
    public IReadOnlyCollection<string> Typed => [.. attempts.Keys.Union(arrivals.Select(happened => happened.SignIn!))];

    /// <summary>The rows to write, in the same order on all servers, so that they can't deadlock.</summary>
    public IReadOnlyList<EventRow> Rows() =>
        [
            .. issued
                .OrderBy(entry => entry.Key.Client, StringComparer.Ordinal)
                .Select(entry => new EventRow.Tokens(entry.Key.Row(entry.Value)) { Forget = () => issued.Remove(entry.Key) }),
            .. used.OrderBy(entry => entry.Key)
                .Select(entry => new EventRow.SecretUsed(entry.Key, entry.Value) { Forget = () => used.Remove(entry.Key) }),
            .. matched
                .OrderBy(entry => entry.Key)
                .Select(entry => new EventRow.NetworkMatched(entry.Key, entry.Value) { Forget = () => matched.Remove(entry.Key) }),
            .. refusals.Rows,
            .. signIns.Rows,
        ];

    public void Add(TokenEvent happened)
    {
        if (happened.Caller is { SecretId: { } secret })
            used[secret] = happened.At;
        foreach (var entry in happened.Caller?.AdmittedBy ?? [])
            matched[entry] = happened.At;

        if (happened is { SignIn: { } typed, Refusal: { } failure } && (attempts.ContainsKey(typed) || attempts.Count < MostPeople))
            (attempts.TryGetValue(typed, out var known) ? known : attempts[typed] = new()).Add(happened, failure, Datacentre.Vendor);
        else if (happened is { SignIn: not null, Refusal: null })
            arrivals.Add(happened);
        else if (happened.Refusal is { } cause)
            refusals.Add(happened, cause, happened.Caller?.TenantId ?? Datacentre.Vendor);
        else if (happened.Caller is { } caller)
        {
            var key = new UsageKey(caller.TenantId, happened.Site.Environment, caller.ClientId, happened.Dialect, MinuteOf(happened.At));
            issued[key] = issued.GetValueOrDefault(key) + happened.Count;
        }
    }

    /// <summary>
    /// Attributes each sign-in to the account's tenants. Attempts go to the tenants of the targeted account, with its email address;
    /// those without an account go to the vendor, without an address.
    /// </summary>
    /// <param name="known">The existing accounts among <see cref="Typed"/>.</param>
    public void Attribute(IReadOnlyDictionary<string, KnownAccount> known)
    {
        foreach (var happened in arrivals)
        foreach (var tenant in known.GetValueOrDefault(happened.SignIn!)?.Tenants ?? [])
            signIns.Add(happened, tenant, known[happened.SignIn!].Email);
        arrivals.Clear();
        foreach (var (typed, aimed) in attempts)
        foreach (var happened in aimed.Events)
            if (known.GetValueOrDefault(typed) is not { Tenants.Count: > 0 } person)
                refusals.Add(happened, OfNobody(happened.Refusal!), Datacentre.Vendor);
            else
                foreach (var tenant in person.Tenants)
                    refusals.Add(happened, happened.Refusal!, tenant, person.Email);
        attempts.Clear();
    }

    private static RefusalCause OfNobody(RefusalCause cause) =>
        cause.Kind is RefusalKind.SignInWrongPassword ? cause.With(RefusalKind.SignInUnknownAccount, UnknownAccount) : cause;

    private static DateTimeOffset MinuteOf(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));

    private readonly record struct UsageKey(
        long Tenant,
        TenantEnvironment Environment,
        string Client,
        string Dialect,
        DateTimeOffset Minute
    )
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
}
