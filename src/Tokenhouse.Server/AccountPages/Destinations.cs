using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Keeps in sight where a person is going, from one page of the sign-in to the next, and brings them there at its end.</summary>
public sealed class Destinations(Sessions sessions, Interaction interaction, EventLog activity)
{
    public const string Return = "return";

    /// <summary>As an address of ours names it. Null: it took too long, and the person has been told.</summary>
    public Task<Destination?> FromQuery(HttpContext http, Site site) =>
        Read(http, site, http.Request.Query[Tickets.Name], http.Request.Query[Return]);

    /// <summary>As a form of ours carries it along. Null: it took too long, and the person has been told.</summary>
    public async Task<Destination?> FromForm(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Read(http, site, form[Tickets.Name], form[Return]);
    }

    /// <summary>What a form carries along.</summary>
    public (string Name, string Value) Field(Destination destination) =>
        destination.Pending is { } pending ? (Tickets.Name, interaction.Ticket(pending)) : (Return, destination.Return);

    /// <summary>Sends the browser to a page of the sign-in, which carries it on.</summary>
    public void Continue(HttpContext http, Destination destination, string path)
    {
        var (name, value) = Field(destination);
        AuthorizeResponse.Redirect(http, $"{destination.Site.Issuer}{path}?{name}={Uri.EscapeDataString(value)}");
    }

    /// <summary>Whether an application asked and its request needs no sign-in any more.</summary>
    public static bool IsReached(HttpContext http, Destination destination) =>
        destination.Pending is { } pending && !Interaction.NeedsSignIn(http, pending);

    /// <summary>Sends the browser there.</summary>
    public void Arrive(HttpContext http, Destination destination) =>
        AuthorizeResponse.Redirect(
            http,
            destination.Pending is { } pending ? interaction.Back(pending) : destination.Site.Issuer + destination.Return
        );

    /// <summary>The person is who they say: begins the session, and sends the browser on.</summary>
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
