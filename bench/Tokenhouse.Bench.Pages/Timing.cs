using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Tokenhouse.Bench.Pages;

/// <summary>How long a page took, in milliseconds: from the request to the last byte, over loopback, so a little more than it took the server.</summary>
/// <param name="Page">The page.</param>
/// <param name="Median">Half of all were faster.</param>
/// <param name="P95">Nineteen of twenty were.</param>
/// <param name="Kilobytes">The length of the page.</param>
internal sealed record Timing(string Page, double Median, double P95, double Kilobytes)
{
    private const int WarmUp = 3;

    /// <summary>Looks at a page over and over; whatever is no page ends the benchmark, since a fast refusal is no result.</summary>
    public static async Task<Timing> Of(BrowserSession browserSession, string page, string path, int times)
    {
        var taken = new List<double>();
        var length = 0;
        for (var nth = -WarmUp; nth < times; nth++)
        {
            var begin = Stopwatch.GetTimestamp();
            (var status, length) = await browserSession.Look(path);
            if (status != StatusCodes.Status200OK)
                throw new InvalidOperationException($"{path} answers {status}.");
            if (nth >= 0)
                taken.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        taken.Sort();
        return new(page, taken[taken.Count / 2], taken[(int)Math.Ceiling(taken.Count * 0.95) - 1], length / 1024.0);
    }
}
