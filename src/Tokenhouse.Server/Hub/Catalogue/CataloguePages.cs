using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>The list of the vendor's APIs.</summary>
public sealed class CataloguePages(HubPageWriter pages, ListCatalogue list, AddApi add)
{
    public const string Path = "/catalogue";

    /// <summary>The page of one API. Its identifier is a URI, so it is in the query.</summary>
    internal static string Of(string identifier) => $"/operator{ApiPages.Path}{QueryString.Create(ApiPages.Identifier, identifier)}";

    public Task Show(HttpContext http, HubPageContext context) => Show(http, context, problem: null);

    public async Task Add(HttpContext http, HubPageContext context)
    {
        var input = new AddApi.Input(http.Text("identifier"), http.Text("name"));
        if ((await add.Execute(context.Caller, input)).Ok(out var api, out var problem))
            await FormExtensions.Return(http, context, Of(api.Identifier), "added");
        else
            await Show(http, context, problem);
    }

    private async Task Show(HttpContext http, HubPageContext context, Problem? problem)
    {
        if ((await list.Execute(context.Caller)).Ok(out var catalogue, out var refusal))
            await pages.Write<CataloguePage>(
                http,
                problem?.Status ?? StatusCodes.Status200OK,
                new
                {
                    Apis = catalogue.Apis,
                    Name = problem is null ? null : http.Text("name"),
                    Identifier = problem is null ? null : http.Text("identifier"),
                    Problem = problem,
                }
            );
        else
            await pages.Refuse(http, refusal);
    }
}
