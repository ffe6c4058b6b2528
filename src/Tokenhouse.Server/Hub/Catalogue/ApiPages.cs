using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Catalogue;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>One API of the catalogue, and its forms.</summary>
public sealed class ApiPages(HubPages pages, ListCatalogue list, RenameApi rename, AddApiClient addClient)
{
    public const string Path = CataloguePages.Path + "/api";

    /// <summary>The parameter with the API's identifier.</summary>
    public const string Identifier = "identifier";

    public Task Show(HttpContext http, Visit visit) => Show(http, visit, problem: null);

    public async Task Rename(HttpContext http, Visit visit) =>
        await Answer(http, visit, await rename.Execute(visit.Actor, new(Which(http), http.Text("name"))), "renamed");

    public Task AddLiveClient(HttpContext http, Visit visit) => AddClient(http, visit, "live");

    public Task AddUatClient(HttpContext http, Visit visit) => AddClient(http, visit, "uat");

    internal static string Which(HttpContext http) => http.Request.Query[Identifier].ToString();

    /// <summary>Shows the API again, updated or with the error.</summary>
    internal Task Answer<T>(HttpContext http, Visit visit, Result<T, Problem> outcome, string done)
        where T : class =>
        outcome.Ok(out _, out var problem) ? Form.Return(http, visit, CataloguePages.Of(Which(http)), done) : Show(http, visit, problem);

    private async Task AddClient(HttpContext http, Visit visit, string environment) =>
        await Answer(http, visit, await addClient.Execute(visit.Actor, new(Which(http), environment, http.Text("id"))), "client-added");

    private async Task Show(HttpContext http, Visit visit, Problem? problem)
    {
        var isThere = (await list.Execute(visit.Actor)).Ok(out var catalogue, out var refusal);
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
                Done = Done(http.Request.Query[Form.Done]),
            }
        );
    }

    private static string? Done(string? what) =>
        what switch
        {
            "added" => "API added. Now add its scopes.",
            "renamed" => "API renamed.",
            "scope-added" => "Scope added. You can now add it to contracts.",
            "scope-removed" => "Scope removed.",
            "client-added" => "Client created. It has no secret yet. Create a link to its first secret on the client's page.",
            _ => null,
        };
}
