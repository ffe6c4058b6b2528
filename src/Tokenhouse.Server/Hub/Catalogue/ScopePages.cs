using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Adds and removes scopes of an API, on the API's page.</summary>
public sealed class ScopePages(ApiPages api, AddScope add, RemoveScope remove)
{
    public async Task Add(HttpContext http, HubPageContext context) =>
        await api.Answer(http, context, await add.Execute(context.Caller, new(ApiPages.Which(http), http.Text("scope"))), "scope-added");

    public async Task Remove(HttpContext http, HubPageContext context) =>
        await api.Answer(http, context, await remove.Execute(context.Caller, new(http.Text("remove"))), "scope-removed");
}
