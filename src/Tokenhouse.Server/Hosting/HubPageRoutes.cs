using Microsoft.AspNetCore.Routing.Patterns;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Lists;
using Tokenhouse.Server.Hub;

namespace Tokenhouse.Server.Hosting;

/// <summary>Routes of the Hub's pages, each with what it takes to see or to do it.</summary>
internal sealed class HubPageRoutes(PageRoutes<Core.Hub> pages, Door door)
{
    private const string Tenant = "tenant";
    private const string Vendor = "vendor";

    /// <summary>A page of a tenant.</summary>
    /// <param name="path">Below <c>/t/{tenant}</c>.</param>
    /// <param name="needed">What it takes to see it.</param>
    /// <param name="show">Shows it.</param>
    /// <param name="fresh">Whether the person must have shown a moment ago that it is them.</param>
    public void Show<TPage>(string path, Permission needed, Func<TPage, HttpContext, Visit, Task> show, bool fresh = false)
        where TPage : class
    {
        var pattern = "/t/{tenant}" + path;
        pages.Show<TPage>(pattern, Callers.AccountHolders, Enter(needed, fresh, isOverAll: false, back: null, show)).WithMetadata(needed);
    }

    /// <summary>A list of a tenant as a file.</summary>
    /// <param name="path">Below <c>/t/{tenant}</c>.</param>
    /// <param name="needed">What it takes to see it.</param>
    /// <param name="export">Writes it.</param>
    public void Export<TPage>(string path, Permission needed, Func<TPage, HttpContext, Visit, Task> export)
        where TPage : class =>
        pages
            .Show<TPage>("/t/{tenant}" + path, Callers.AccountHolders, Enter(needed, fresh: false, isOverAll: false, back: null, export))
            .WithMetadata(needed, ExportRoute.Marker);

    /// <summary>A form of a tenant.</summary>
    /// <param name="path">Below <c>/t/{tenant}</c>.</param>
    /// <param name="needed">What it takes to send it.</param>
    /// <param name="submit">Does what it asks.</param>
    /// <param name="fresh">Whether the person must have shown a moment ago that it is them.</param>
    /// <param name="back">The page to come back to when the person has to sign in first, below <c>/t/{tenant}</c>; the same path if none is named.</param>
    public void Submit<TPage>(
        string path,
        Permission needed,
        Func<TPage, HttpContext, Visit, Task> submit,
        bool fresh = false,
        string? back = null
    )
        where TPage : class
    {
        var entered = Enter(needed, fresh, isOverAll: false, "/t/{tenant}" + (back ?? path), submit);
        pages.Submit("/t/{tenant}" + path, Callers.AccountHolders, entered).WithMetadata(needed);
    }

    /// <summary>A page of the operators, over all tenants.</summary>
    /// <param name="path">Below <c>/operator</c>.</param>
    /// <param name="needed">What it takes of a member of the vendor.</param>
    /// <param name="show">Shows it.</param>
    /// <param name="fresh">Whether the person must have shown a moment ago that it is them.</param>
    public void ShowOperator<TPage>(string path, Permission needed, Func<TPage, HttpContext, Visit, Task> show, bool fresh = false)
        where TPage : class =>
        pages
            .Show<TPage>("/operator" + path, Callers.AccountHolders, Enter(needed, fresh, isOverAll: true, back: null, show))
            .WithMetadata(needed);

    /// <summary>A list over all tenants as a file.</summary>
    /// <param name="path">Below <c>/operator</c>.</param>
    /// <param name="needed">What it takes of a member of the vendor.</param>
    /// <param name="export">Writes it.</param>
    public void ExportOperator<TPage>(string path, Permission needed, Func<TPage, HttpContext, Visit, Task> export)
        where TPage : class =>
        pages
            .Show<TPage>("/operator" + path, Callers.AccountHolders, Enter(needed, fresh: false, isOverAll: true, back: null, export))
            .WithMetadata(needed, ExportRoute.Marker);

    /// <summary>A form of the operators.</summary>
    /// <param name="path">Below <c>/operator</c>.</param>
    /// <param name="needed">What it takes of a member of the vendor.</param>
    /// <param name="submit">Does what it asks.</param>
    /// <param name="fresh">Whether the person must have shown a moment ago that it is them.</param>
    /// <param name="back">The page to come back to when the person has to sign in first, below <c>/operator</c>; the same path if none is named.</param>
    public void SubmitOperator<TPage>(
        string path,
        Permission needed,
        Func<TPage, HttpContext, Visit, Task> submit,
        bool fresh = false,
        string? back = null
    )
        where TPage : class =>
        pages
            .Submit("/operator" + path, Callers.AccountHolders, Enter(needed, fresh, isOverAll: true, "/operator" + (back ?? path), submit))
            .WithMetadata(needed);

    private Func<TPage, HttpContext, Core.Hub, Task> Enter<TPage>(
        Permission needed,
        bool fresh,
        bool isOverAll,
        string? back,
        Func<TPage, HttpContext, Visit, Task> handle
    ) =>
        async (page, http, hub) =>
        {
            var entry = new Door.Entry(isOverAll ? Vendor : Value(http, Tenant), needed, Page(http, back)) { MustBeFresh = fresh };
            if (await door.Enter(http, hub, entry) is { } visit)
                await handle(page, http, visit with { IsOverAll = isOverAll });
        };

    /// <summary>Where to come back to: the page that was asked for, or the one that a form stands on.</summary>
    private static string Page(HttpContext http, string? back)
    {
        if (back is null)
            return http.Request.Path + http.Request.QueryString;
        var segments = RoutePatternFactory
            .Parse(back)
            .PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => Filled(http, part))));
        return "/" + string.Join('/', segments);
    }

    private static string Filled(HttpContext http, RoutePatternPart part) =>
        part is RoutePatternParameterPart parameter ? Value(http, parameter.Name) : ((RoutePatternLiteralPart)part).Content;

    private static string Value(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;
}
