using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>
/// What a person still has to do before a request can be answered: sign in, agree or nothing. The pages send the browser back to the
/// endpoint, which asks here again, so that each decision is made in one place.
/// </summary>
public sealed class Interaction(Consents consents, Arrivals arrivals, Tickets tickets)
{
    public const string SignInPath = "/account/sign-in";
    public const string ConsentPath = "/account/consent";
    public const string NotMemberPath = "/account/not-member";

    /// <summary>The next step of a request; a refusal goes to the client.</summary>
    public async Task<Result<NextStep, OAuthError>> Next(HttpContext http, Pending pending)
    {
        var (silent, client) = (pending.Request.MustBeSilent, pending.Recipient.Client);
        var person = SignedIn.Find(http);
        if (person is null || MustSignInAgain(pending, person))
            return silent ? OAuthError.LoginRequired() : Ask(SignInPath, pending);
        if (client.IsHub)
            return new NextStep.Answer(person); // our own page, which requests nothing
        if (!await consents.IsMember(person.Account.Id, client))
            return silent ? Decline.NotAMember : Ask(NotMemberPath, pending);
        if (!IsAgreed(await consents.Find(person.Account.Id, client), pending, person))
            return silent ? OAuthError.ConsentRequired() : Ask(ConsentPath, pending);
        return new NextStep.Answer(person);
    }

    /// <summary>Whether the person must sign in for a request, or only came to the page because the browser didn't send the session cookie.</summary>
    public static bool NeedsSignIn(HttpContext http, Pending pending) =>
        SignedIn.Find(http) is not { } person || MustSignInAgain(pending, person);

    /// <summary>The request of a page, validated again; null if it took too long or has become invalid.</summary>
    public async Task<Pending?> Resume(Site site, string? ticket)
    {
        if (tickets.Open(ticket) is not { } arrival)
            return null;
        var dialect = AllDialects.Owning(arrival.Path);
        return
            (await arrivals.Recipient(site, dialect, arrival)).Ok(out var recipient, out _)
            && arrivals.Check(site, dialect, recipient, arrival).Ok(out var pending, out _)
            ? pending
            : null;
    }

    /// <summary>The URL to which a page sends the browser once the person has done their part.</summary>
    public string Back(Pending pending) => Address(pending.Arrival.Path, pending);

    /// <summary>The URL to which the page sends the browser after the person agreed to this very request.</summary>
    public string Agreed(Pending pending, SignedIn person) =>
        Back(pending with { Arrival = pending.Arrival with { AgreedBy = person.Account.Id } });

    /// <summary>The hidden value of a page's form.</summary>
    public string Ticket(Pending pending) => tickets.Seal(pending.Arrival with { IsResumed = true });

    private NextStep.Ask Ask(string path, Pending pending) => new(Address(path, pending));

    private string Address(string path, Pending pending) =>
        $"{pending.Site.Issuer}{path}?{Tickets.Name}={Uri.EscapeDataString(tickets.Seal(pending.Arrival))}";

    private static bool MustSignInAgain(Pending pending, SignedIn person)
    {
        var (arrival, signedInAt) = (pending.Arrival, person.Session.AuthenticatedAt);
        if (arrival.IsResumed && signedInAt >= arrival.AskedAt)
            return false; // they just did
        return pending.Request.MustSignIn || (pending.Request.MaxAge is { } maxAge && arrival.AskedAt - signedInAt >= maxAge);
    }

    // `prompt=consent` needs consent for this very request: a ticket obtained earlier must not profit from a later consent.
    private static bool IsAgreed(Consent? consent, Pending pending, SignedIn person) =>
        consent is not null
        && pending.Scope.Names.All(consent.Scopes.Contains)
        && (!(pending.Request.MustAsk || pending.Recipient.CouldBeAnybody) || pending.Arrival.AgreedBy == person.Account.Id);
}
