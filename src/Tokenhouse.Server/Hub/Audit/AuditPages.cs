using Tokenhouse.Server.Admin.Audit;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>A tenant's audit: list, export and verification.</summary>
public sealed class AuditPages(HubPages pages, ListAudit list, ExportAudit export, VerifyAudit verify)
{
    public const string Path = "/audit";
    public const string ExportPath = Path + "/export";
    public const string VerificationPath = Path + "/verification";

    public async Task Show(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, "actor", "act", "target", "environment", "from", "until", "cursor");
        var outcome = await list.Execute(visit.Actor, Filter(address), address["cursor"]);
        var isShown = outcome.Ok(out var entries, out var problem);
        await pages.Write<AuditPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Address = address,
                Entries = isShown ? entries : null,
                Problem = problem,
            }
        );
    }

    public async Task Export(HttpContext http, Visit visit)
    {
        var address = Address.Of(http.Request, "actor", "act", "target", "environment", "from", "until");
        if (!(await export.Execute(visit.Actor, Filter(address), http.Request.Query["format"], http)).Ok(out _, out var problem))
            await pages.Refuse(http, problem);
    }

    public async Task Verify(HttpContext http, Visit visit)
    {
        var noted = http.Request.Query["noted"].ToString();
        var outcome = await verify.Execute(visit.Actor, noted);
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

    private static AuditFilter Filter(Address address) =>
        new(address["actor"], address["act"], address["target"], address["environment"], address["from"], address["until"]);
}
