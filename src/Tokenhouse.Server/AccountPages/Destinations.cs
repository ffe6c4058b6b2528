using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Carries the destination from one sign-in page to the next, and redirects there at the end.</summary>
public sealed class Destinations(Sessions sessions, Interaction interaction, EventLog activity)
{
    public const string Return = "return";

    /// <summary>From a URL. Null if it took too long, and an error page was shown.</summary>
    public Task<Destination?> FromQuery(HttpContext http, Site site) =>
        Read(http, site, http.Request.Query[Tickets.Name], http.Request.Query[Return]);

    /// <summary>From a form. Null if it took too long, and an error page was shown.</summary>
    public async Task<Destination?> FromForm(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Read(http, site, form[Tickets.Name], form[Return]);
    }

    /// <summary>The hidden value of a form.</summary>
    public (string Name, string Value) Field(Destination destination) =>
        destination.Pending is { } pending ? (Tickets.Name, interaction.Ticket(pending)) : (Return, destination.Return);

    /// <summary>Redirects the browser to a sign-in page with the destination.</summary>
    public void Continue(HttpContext http, Destination destination, string path)
    {
        var (name, value) = Field(destination);
        AuthorizeResponse.Redirect(http, $"{destination.Site.Issuer}{path}?{name}={Uri.EscapeDataString(value)}");
    }

    /// <summary>Whether an application's request no longer needs a sign-in.</summary>
    public static bool IsReached(HttpContext http, Destination destination) =>
        destination.Pending is { } pending && !Interaction.NeedsSignIn(http, pending);

    /// <summary>Redirects the browser there.</summary>
    public void Arrive(HttpContext http, Destination destination) =>
        AuthorizeResponse.Redirect(
            http,
            destination.Pending is { } pending ? interaction.Back(pending) : destination.Site.Issuer + destination.Return
        );

    /// <summary>The person is authenticated: starts the session and redirects the browser.</summary>
    public async Task SignIn(HttpContext http, Destination destination, Account account, params string[] methods)
    {
        await sessions.Begin(http, account, methods);
        activity.SignedIn(http, destination.Site, account.Email!);
        Arrive(http, destination);
    }

    private async Task<Destination?> Read(HttpContext http, Site site, string? ticket, string? path)
    {
        var pending = await interaction.Resume(site, ticket);
        if (string.IsNullOrEmpty(ticket) || pending is not null)
            return new(site, pending, LocalPath.Or(path));
        await Late.Show(http);
        return null;
    }
}
