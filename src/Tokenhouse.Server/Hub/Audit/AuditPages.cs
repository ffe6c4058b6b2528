using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>A tenant's audit: list, export and verification.</summary>
public sealed class AuditPages(HubPageWriter pages, ListAudit list, ExportAudit export, VerifyAudit verify)
{
    public const string Path = "/audit";
    public const string ExportPath = Path + "/export";
    public const string VerificationPath = Path + "/verification";

    public async Task Show(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, "actor", "act", "target", "environment", "from", "until", "cursor");
        var outcome = await list.Execute(context.Caller, Filter(listUrl), listUrl["cursor"]);
        var isShown = outcome.Ok(out var entries, out var problem);
        await pages.Write<AuditPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                ListUrl = listUrl,
                Entries = isShown ? entries : null,
                Problem = problem,
            }
        );
    }

    public async Task Export(HttpContext http, HubPageContext context)
    {
        var listUrl = ListUrl.Of(http.Request, "actor", "act", "target", "environment", "from", "until");
        if (!(await export.Execute(context.Caller, Filter(listUrl), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    public async Task Verify(HttpContext http, HubPageContext context)
    {
        var noted = http.Request.Query["noted"].ToString();
        var outcome = await verify.Execute(context.Caller, noted);
        var isVerified = outcome.Ok(out var verification, out var problem);
        await pages.Write<VerificationPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Verification = isVerified ? verification : null,
                Noted = noted,
                Problem = problem,
            }
        );
    }

    private static AuditFilter Filter(ListUrl listUrl) =>
        new(listUrl["actor"], listUrl["act"], listUrl["target"], listUrl["environment"], listUrl["from"], listUrl["until"]);
}
