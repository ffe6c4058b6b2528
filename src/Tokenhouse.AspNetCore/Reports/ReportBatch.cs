using System.Net.Http.Headers;
using System.Text.Json;

namespace Tokenhouse.AspNetCore.Reports;

/// <summary>The reports of one call: a JSON object with at most 100 reports and 64 KB.</summary>
internal sealed class ReportBatch
{
    private const int Most = 100;
    private const int LongestBody = 60 * 1024; // leaves room for the surrounding object

    private static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly List<byte[]> entries = [];
    private int length;

    public int Count => entries.Count;

    public static IEnumerable<ReportBatch> Of(IEnumerable<Report> reports)
    {
        var batch = new ReportBatch();
        foreach (var report in reports)
        {
            var entry = JsonSerializer.SerializeToUtf8Bytes(report, Wire);
            if (batch.Count == Most || batch.length + entry.Length > LongestBody)
            {
                yield return batch;
                batch = new();
            }
            batch.entries.Add(entry);
            batch.length += entry.Length + 1;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    public HttpContent Content()
    {
        byte[] body =
        [
            .. "{\"refusals\":["u8,
            .. entries.SelectMany((entry, index) => index == 0 ? entry : [(byte)',', .. entry]),
            .. "]}"u8,
        ];
        return new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
