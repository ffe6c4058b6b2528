using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>One API of the catalogue, and its forms.</summary>
public sealed class ApiPages(
    HubPageWriter pages,
    ListCatalogue list,
    RenameApi rename,
    ChangeTokenLifetime changeLifetime,
    AddApiClient addClient
)
{
    public const string Path = CataloguePages.Path + "/api";

    /// <summary>The parameter with the API's identifier.</summary>
    public const string Identifier = "identifier";

    public Task Show(HttpContext http, HubPageContext context) => Show(http, context, problem: null);

    public async Task Rename(HttpContext http, HubPageContext context) =>
        await Answer(http, context, await rename.Execute(context.Caller, new(Which(http), http.Text("name"))), "renamed");

    public async Task ChangeLifetime(HttpContext http, HubPageContext context) =>
        await Answer(
            http,
            context,
            await changeLifetime.Execute(context.Caller, new(Which(http), FormNumber.Read(http.Text("seconds").Trim()))),
            "lifetime-changed"
        );

    public Task AddLiveClient(HttpContext http, HubPageContext context) => AddClient(http, context, "LIVE");

    public Task AddUatClient(HttpContext http, HubPageContext context) => AddClient(http, context, "UAT");

    internal static string Which(HttpContext http) => http.Request.Query[Identifier].ToString();

    /// <summary>Shows the API again, updated or with the error.</summary>
    internal Task Answer<T>(HttpContext http, HubPageContext context, Result<T, Problem> outcome, string done)
        where T : class =>
        outcome.Ok(out _, out var problem)
            ? FormExtensions.Return(http, context, CataloguePages.Of(Which(http)), done)
            : Show(http, context, problem);

    private async Task AddClient(HttpContext http, HubPageContext context, string environment) =>
        await Answer(
            http,
            context,
            await addClient.Execute(context.Caller, new(Which(http), environment, http.Text("id"))),
            "client-added"
        );

    private async Task Show(HttpContext http, HubPageContext context, Problem? problem)
    {
        var isThere = (await list.Execute(context.Caller)).Ok(out var catalogue, out var refusal);
        if (!isThere || catalogue!.Apis.FirstOrDefault(api => api.Identifier == Which(http)) is not { } api)
        {
            await pages.Refuse(http, refusal ?? Problem.NotFound);
            return;
        }
        await pages.Write<ApiPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Api = api,
                Fields = problem is null ? [] : http.Request.Form.ToDictionary(field => field.Key, field => field.Value.ToString()),
                Problem = problem,
                Done = Done(http.Request.Query[FormExtensions.Done]),
            }
        );
    }

    private static string? Done(string? what) =>
        what switch
        {
            "added" => "API added. Now add its scopes.",
            "renamed" => "API renamed.",
            "lifetime-changed" => "Lifetime saved. It applies to new tokens within a second.",
            "scope-added" => "Scope added. You can now add it to contracts.",
            "scope-removed" => "Scope removed.",
            "client-added" => "Client created. It has no secret yet. Create a link to its first secret on the client's page.",
            _ => null,
        };
}
