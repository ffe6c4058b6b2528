using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.SigningKeys;

/// <summary>The signing keys, and their early rotation.</summary>
public sealed class KeyPages(HubPageWriter pages, ListKeys list, RotateKey rotate, EndKeys end)
{
    public const string Path = "/keys";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["rotated"] = "The next key is published. It starts to sign in an hour.",
        ["ended"] = "The keys are revoked. A new key signs now.",
    };

    public async Task Show(HttpContext http, HubPageContext context)
    {
        if ((await list.Execute(context.Caller)).Ok(out var output, out var problem))
            await pages.Write<KeyListPage>(
                http,
                StatusCodes.Status200OK,
                new { Keys = output.Keys, Done = Sentences.GetValueOrDefault(http.Request.Query[FormExtensions.Done].ToString()) }
            );
        else
            await pages.Refuse(http, problem);
    }

    /// <summary>Asks for confirmation, with the consequences.</summary>
    public async Task ShowEnd(HttpContext http, HubPageContext context)
    {
        var (environment, algorithm) = Site(http);
        var isThere = (await list.Execute(context.Caller)).Ok(out var output, out var problem);
        if (isThere && output!.Keys.Any(key => key.Environment == environment && key.Algorithm == algorithm))
            await pages.Write<KeyEndPage>(http, StatusCodes.Status200OK, new { Environment = environment, Algorithm = algorithm });
        else
            await pages.Refuse(http, problem ?? Problem.NotFound);
    }

    public async Task Rotate(HttpContext http, HubPageContext context)
    {
        var (environment, algorithm) = Site(http);
        await Answer(http, context, await rotate.Execute(context.Caller, new(environment, algorithm)), "rotated");
    }

    public async Task End(HttpContext http, HubPageContext context)
    {
        var (environment, algorithm) = Site(http);
        await Answer(http, context, await end.Execute(context.Caller, new(environment, algorithm)), "ended");
    }

    private Task Answer(HttpContext http, HubPageContext context, Result<NoOutput, Problem> outcome, string done) =>
        outcome.Ok(out _, out var problem) ? FormExtensions.Return(http, context, $"/operator{Path}", done) : pages.Refuse(http, problem);

    private static (string Environment, string Algorithm) Site(HttpContext http) =>
        (ClientKey.Canonical((string)http.Request.RouteValues["environment"]!), (string)http.Request.RouteValues["algorithm"]!);
}
