using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Creates a tenant.</summary>
public sealed class NewTenantPages(HubPageWriter pages, CreateTenant create, IReadOnlyList<Dialect> dialects)
{
    public Task Show(HttpContext http, HubPageContext context) => Show(http, new(), problem: null, [dialects[0].Name]);

    public async Task Create(HttpContext http, HubPageContext context)
    {
        long? id = null;
        Problem? problem = null;
        if (http.Text("id") is { Length: > 0 } typed)
        {
            id = WholeNumber.ReadLong(typed);
            if (id is null)
                problem = Problem.Invalid("id", "A tenant's number can contain only digits.");
        }
        if (problem is null)
        {
            var input = new CreateTenant.Input(http.Text("name"), http.Text("slug"), id, http.Ticked("dialects"));
            if ((await create.Execute(context.Caller, input)).Ok(out var tenant, out problem))
            {
                await FormExtensions.Return(http, context, $"/t/{tenant.Slug}{TenantPages.Path}", "created");
                return;
            }
        }
        await Show(http, new(http.Text("name"), http.Text("slug"), http.Text("id")), problem, http.Ticked("dialects"));
    }

    private Task Show(HttpContext http, Typed typed, Problem? problem, IReadOnlyList<string> chosen) =>
        pages.Write<NewTenantPage>(
            http,
            problem?.Status ?? StatusCodes.Status200OK,
            new
            {
                Name = typed.Name,
                Slug = typed.Slug,
                Id = typed.Id,
                Dialects = dialects,
                Chosen = chosen,
                Problem = problem,
            }
        );

    private sealed record Typed(string? Name = null, string? Slug = null, string? Id = null);
}
