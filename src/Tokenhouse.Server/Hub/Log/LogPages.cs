using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>A tenant's log: search by correlation ID, filter and export.</summary>
public sealed class LogPages(HubPageWriter pages, ReadLog read, IReadOnlyList<Dialect> dialects, Retention kept)
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
    public static string Of(HubPageContext context, string credential) =>
        $"{context.Path(Path)}?credential={Uri.EscapeDataString(credential)}";

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, [.. Fields, "cursor"]);
        var outcome = await read.Execute(context.Caller, Filter(listUrl), listUrl["cursor"]);
        var isRead = outcome.Ok(out var entries, out var problem);
        await pages.Write<LogPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                ListUrl = listUrl,
                Entries = isRead ? entries : null,
                Problem = problem,
                Known = dialects,
                Kept = kept,
            }
        );
    }

    public async Task Export(HttpContext http, HubPageContext context)
    {
        var format = http.Request.Query["format"].ToString();
        if (!(await read.Export(context.Caller, Filter(ListUrl.Of(http.Request, Fields)), format, http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    private static LogFilter Filter(ListUrl listUrl) =>
        new(
            listUrl["correlation"],
            listUrl["outcome"],
            listUrl["credential"],
            listUrl["environment"],
            listUrl["operation"],
            listUrl["kind"],
            listUrl["address"],
            listUrl["dialect"],
            listUrl["from"],
            listUrl["until"]
        );
}
