using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Keys;

namespace Tokenhouse.Server.Hub.Keys;

/// <summary>The signing keys, and their early rotation.</summary>
public sealed class KeyPages(HubPages pages, ListKeys list, RotateKey rotate, EndKeys end)
{
    public const string Path = "/keys";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["rotated"] = "The next key is published. It starts to sign in an hour.",
        ["ended"] = "The keys are revoked. A new key signs now.",
    };

    public async Task Show(HttpContext http, Visit visit)
    {
        if ((await list.Execute(visit.Actor)).Ok(out var output, out var problem))
            await pages.Write<KeyListPage>(
                http,
                StatusCodes.Status200OK,
                new { Keys = output.Keys, Done = Sentences.GetValueOrDefault(http.Request.Query[Form.Done].ToString()) }
            );
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Asks for confirmation, with the consequences.</summary>
    public async Task ShowEnd(HttpContext http, Visit visit)
    {
        var (environment, algorithm) = Site(http);
        var isThere = (await list.Execute(visit.Actor)).Ok(out var output, out var problem);
        if (isThere && output!.Keys.Any(key => key.Environment == environment && key.Algorithm == algorithm))
            await pages.Write<KeyEndPage>(http, StatusCodes.Status200OK, new { Environment = environment, Algorithm = algorithm });
        else
            await pages.Refuse(http, problem ?? Problem.NotFound);
    }

    public async Task Rotate(HttpContext http, Visit visit)
    {
        var (environment, algorithm) = Site(http);
        await Answer(http, visit, await rotate.Execute(visit.Actor, new(environment, algorithm)), "rotated");
    }

    public async Task End(HttpContext http, Visit visit)
    {
        var (environment, algorithm) = Site(http);
        await Answer(http, visit, await end.Execute(visit.Actor, new(environment, algorithm)), "ended");
    }

    private Task Answer(HttpContext http, Visit visit, Result<Completion, Problem> outcome, string done) =>
        outcome.Ok(out _, out var problem) ? Form.Return(http, visit, $"/operator{Path}", done) : pages.Refuse(http, problem);

    private static (string Environment, string Algorithm) Site(HttpContext http) =>
        ((string)http.Request.RouteValues["environment"]!, (string)http.Request.RouteValues["algorithm"]!);
}
