using System.Threading.Channels;
using Microsoft.AspNetCore.Routing;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore.Reports;

/// <summary>Queues refusals without delaying the request. If there are too many, they are dropped.</summary>
internal sealed class ReportQueue(
    AuthorityRegistry authorities,
    ClientIpResolver clientIpResolver,
    TokenhouseOptions options,
    TimeProvider clock
)
{
    public const int Capacity = 1_000;

    private const int LongestText = 200;

    private readonly Channel<(Authority To, Report Report)> channel = Channel.CreateBounded<(Authority, Report)>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true } // a full queue drops
    );
    private int dropped;

    public void Add(HttpContext http, TokenhouseRefusal refusal)
    {
        if (!options.ReportRefusals || refusal.Error is null) // a call without a token is challenged, not refused
            return;
        var report = new Report(
            refusal.ClientId,
            refusal.Error,
            Cut(refusal.Reason),
            Pattern(http),
            ClientAddress.Format(clientIpResolver.AddressOf(http))
        )
        {
            CorrelationId = refusal.CorrelationId,
            At = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (!channel.Writer.TryWrite((refusal.Authority ?? authorities.All[0], report)))
            Interlocked.Increment(ref dropped);
    }

    /// <summary>The refusals since the last call, by authority. Identical ones are merged.</summary>
    public Dictionary<Authority, List<Report>> Take()
    {
        var taken = new Dictionary<Authority, Dictionary<Report, Report>>();
        while (channel.Reader.TryRead(out var next))
        {
            if (!taken.TryGetValue(next.To, out var reports))
                taken[next.To] = reports = [];
            var kind = next.Report with { CorrelationId = "", At = 0 };
            reports[kind] = reports.TryGetValue(kind, out var first) ? first with { Count = first.Count + 1 } : next.Report;
        }
        return taken.ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToList());
    }

    /// <summary>How many were dropped since the last call.</summary>
    public int TakeDropped() => Interlocked.Exchange(ref dropped, 0);

    /// <summary>The route's pattern, because the actual path may contain private data.</summary>
    private static string Pattern(HttpContext http) => Cut("/" + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/'));

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
