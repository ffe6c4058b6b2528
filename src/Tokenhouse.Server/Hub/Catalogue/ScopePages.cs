using Tokenhouse.Server.Admin.Catalogue;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>Adds and removes scopes of an API, on the API's page.</summary>
public sealed class ScopePages(ApiPages api, AddScope add, RemoveScope remove)
{
    public async Task Add(HttpContext http, Visit visit) =>
        await api.Answer(http, visit, await add.Execute(visit.Actor, new(ApiPages.Which(http), http.Text("scope"))), "scope-added");

    public async Task Remove(HttpContext http, Visit visit) =>
        await api.Answer(http, visit, await remove.Execute(visit.Actor, new(http.Text("remove"))), "scope-removed");
}
