using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Log;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>A tenant's log: search by correlation ID, filter and export.</summary>
public sealed class LogPages(HubPages pages, ReadLog read, IReadOnlyList<Dialect> dialects, Retention kept)
{
    public const string Path = "/log";
    public const string ExportPath = Path + "/export";

    private static readonly string[] Fields =
    [
        "correlation",
        "outcome",
        "credential",
        "environment",
        "operation",
        "kind",
        "address",
        "dialect",
        "from",
        "until",
    ];

    /// <summary>The log of one credential.</summary>
    public static string Of(Visit visit, string credential) => $"{visit.Path(Path)}?credential={Uri.EscapeDataString(credential)}";

    public async Task Show(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, [.. Fields, "cursor"]);
        var outcome = await read.Execute(visit.Actor, Filter(address), address["cursor"]);
        var isRead = outcome.Ok(out var entries, out var problem);
        await pages.Write<LogPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Address = address,
                Entries = isRead ? entries : null,
                Problem = problem,
                Known = dialects,
                Kept = kept,
            }
        );
    }

    public async Task Export(HttpContext http, Visit visit)
    {
        var format = http.Request.Query["format"].ToString();
        if (!(await read.Export(visit.Actor, Filter(Address.Of(http.Request, Fields)), format, http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static LogFilter Filter(Address address) =>
        new(
            address["correlation"],
            address["outcome"],
            address["credential"],
            address["environment"],
            address["operation"],
            address["kind"],
            address["address"],
            address["dialect"],
            address["from"],
            address["until"]
        );
}
