using Tokenhouse.Protocol;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>Signs a person in, for an application that asks or for the account's own pages.</summary>
public sealed class SignInForm(PageWriter pages, Passwords passwords, Sessions sessions, Interaction interaction)
{
    public async Task Show(HttpContext http, Site site)
    {
        var ticket = http.Request.Query[Tickets.Name].ToString();
        var pending = await interaction.Resume(site, ticket);
        if (ticket.Length > 0 && pending is null)
        {
            await Late.Show(pages, http);
            return;
        }
        if (pending is not null && !await interaction.NeedsSignIn(http, pending))
        {
            AuthorizeResponse.Redirect(http, interaction.Back(pending));
            return;
        }
        await Show(http, StatusCodes.Status200OK, pending, pending?.Request.LoginHint, fault: null);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, password) = (form["email"].ToString(), form["password"].ToString());
        var ticket = form[Tickets.Name].ToString();
        var pending = await interaction.Resume(site, ticket);
        if (ticket.Length > 0 && pending is null)
        {
            await Late.Show(pages, http);
            return;
        }

        if (email.Length is 0 or > Passwords.LongestEmail || password.Length is 0 or > Passwords.LongestPassword)
        {
            await Show(http, StatusCodes.Status400BadRequest, pending, email, "Enter your mail address and your password.");
            return;
        }
        var outcome = await passwords.Check(email, password, http.Connection.RemoteIpAddress);
        if (outcome.Account is { } account)
        {
            await sessions.Begin(http, account, "pwd");
            AuthorizeResponse.Redirect(http, pending is null ? site.Issuer + LocalPath.Or(form["return"]) : interaction.Back(pending));
        }
        else if (outcome.IsThrottled)
        {
            http.Response.Headers.RetryAfter = $"{(int)Throttling.Window.TotalSeconds}";
            await Show(http, StatusCodes.Status429TooManyRequests, pending, email, TooMany);
        }
        else
            await Show(http, StatusCodes.Status400BadRequest, pending, email, "The mail address or the password is wrong.");
    }

    private static readonly string TooMany =
        $"Too many attempts from your network. Wait {(int)Throttling.Window.TotalMinutes} minutes, or choose a new password.";

    private Task Show(HttpContext http, int status, Pending? pending, string? email, string? fault) =>
        pages.Write<SignInPage>(
            http,
            status,
            new()
            {
                [nameof(SignInPage.Client)] = pending?.Recipient.Client.Name,
                [nameof(SignInPage.Ticket)] = pending is null ? null : interaction.Ticket(pending),
                [nameof(SignInPage.Return)] = LocalPath.Or(http.Request.Query["return"]),
                [nameof(SignInPage.Email)] = email,
                [nameof(SignInPage.Fault)] = fault,
            },
            pending is null ? null : RedirectUri.Origin(pending.Recipient.RedirectUri)
        );
}
