using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>
/// What a person still has to do before a request can be answered: sign in, agree or nothing. The pages send the browser back to the
/// endpoint, which asks here again, so that each decision is made in one place.
/// </summary>
public sealed class InteractionPolicy(
    Consents consents,
    AuthorizationRequestReader authorizationRequestReader,
    AuthorizeRequestState authorizeRequestState
)
{
    public const string SignInPath = "/account/sign-in";
    public const string SelectAccountPath = "/account/select";
    public const string ConsentPath = "/account/consent";
    public const string NotMemberPath = "/account/not-member";

    /// <summary>The next step of a request; a refusal goes to the client.</summary>
    public async Task<Result<InteractionOutcome, OAuthError>> Next(HttpContext http, ValidatedAuthorizeRequest validatedAuthorizeRequest)
    {
        var (silent, client) = (validatedAuthorizeRequest.Request.MustBeSilent, validatedAuthorizeRequest.ResponseTarget.Client);
        var person = SignedInAccount.Find(http);
        // Browsers don't send the session's cookie with another site's form, but with the redirect that follows.
        if (person is null && silent && HttpMethods.IsPost(http.Request.Method))
            return Ask(validatedAuthorizeRequest.IncomingAuthorizeRequest.Path, validatedAuthorizeRequest);
        if (person is null || MustSignInAgain(validatedAuthorizeRequest, person))
            return silent ? OAuthError.LoginRequired() : Ask(SignInPath, validatedAuthorizeRequest);
        if (!validatedAuthorizeRequest.IsFor(person.Account.Id))
            return OAuthError.OtherPerson();
        if (!silent && MustSelect(validatedAuthorizeRequest, person))
            return Ask(SelectAccountPath, validatedAuthorizeRequest);
        if (client.IsHub)
            return new InteractionOutcome.Answer(person); // our own page, which requests nothing
        if (!await consents.IsMember(person.Account.Id, client))
            return silent ? AuthorizeErrorResponder.NotAMember : Ask(NotMemberPath, validatedAuthorizeRequest);
        if (!IsAgreed(await consents.Find(person.Account.Id, client), validatedAuthorizeRequest, person))
            return silent ? OAuthError.ConsentRequired() : Ask(ConsentPath, validatedAuthorizeRequest);
        return new InteractionOutcome.Answer(person);
    }

    /// <summary>Whether the person must sign in for a request, or only came to the page because the browser didn't send the session cookie.</summary>
    public static bool NeedsSignIn(HttpContext http, ValidatedAuthorizeRequest validatedAuthorizeRequest) =>
        SignedInAccount.Find(http) is not { } person || MustSignInAgain(validatedAuthorizeRequest, person);

    /// <summary>The request of a page, validated again; null if it took too long or has become invalid.</summary>
    public async Task<ValidatedAuthorizeRequest?> Resume(Site site, string? ticket)
    {
        if (authorizeRequestState.Open(ticket) is not { } incomingAuthorizeRequest)
            return null;
        var dialect = DialectCatalogue.Owning(incomingAuthorizeRequest.Path);
        return
            (await authorizationRequestReader.Recipient(site, dialect, incomingAuthorizeRequest)).Ok(out var responseTarget, out _)
            && (await authorizationRequestReader.Check(site, dialect, responseTarget, incomingAuthorizeRequest)).Ok(
                out var validatedAuthorizeRequest,
                out _
            )
            ? validatedAuthorizeRequest
            : null;
    }

    /// <summary>The URL to which a page sends the browser once the person has done their part.</summary>
    public string Back(ValidatedAuthorizeRequest validatedAuthorizeRequest) =>
        Address(validatedAuthorizeRequest.IncomingAuthorizeRequest.Path, validatedAuthorizeRequest);

    /// <summary>The URL to which the page sends the browser after the person chose the account that is signed in.</summary>
    public string Selected(ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person) =>
        Back(
            validatedAuthorizeRequest with
            {
                IncomingAuthorizeRequest = validatedAuthorizeRequest.IncomingAuthorizeRequest with { SelectedBy = person.Account.Id },
            }
        );

    /// <summary>The URL to which the page sends the browser after the person agreed to this very request.</summary>
    public string Agreed(ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person) =>
        Back(
            validatedAuthorizeRequest with
            {
                IncomingAuthorizeRequest = validatedAuthorizeRequest.IncomingAuthorizeRequest with { AgreedBy = person.Account.Id },
            }
        );

    /// <summary>The hidden value of a page's form.</summary>
    public string Ticket(ValidatedAuthorizeRequest validatedAuthorizeRequest) =>
        authorizeRequestState.Seal(validatedAuthorizeRequest.IncomingAuthorizeRequest with { IsResumed = true });

    private InteractionOutcome.Ask Ask(string path, ValidatedAuthorizeRequest validatedAuthorizeRequest) =>
        new(Address(path, validatedAuthorizeRequest));

    private string Address(string path, ValidatedAuthorizeRequest validatedAuthorizeRequest) =>
        $"{validatedAuthorizeRequest.Site.Issuer}{path}?{AuthorizeRequestState.Name}={Uri.EscapeDataString(authorizeRequestState.Seal(validatedAuthorizeRequest.IncomingAuthorizeRequest))}";

    private static bool MustSignInAgain(ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person)
    {
        var (request, age) = (
            validatedAuthorizeRequest.Request,
            validatedAuthorizeRequest.IncomingAuthorizeRequest.AskedAt - person.Session.AuthenticatedAt
        );
        return !SignedInForThis(validatedAuthorizeRequest, person)
            && (request.MustSignIn || age >= request.MaxAge || !validatedAuthorizeRequest.IsFor(person.Account.Id));
    }

    // Who is signed in is one click away, so a hint that names another account asks instead of choosing.
    private static bool MustSelect(ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person) =>
        validatedAuthorizeRequest.IncomingAuthorizeRequest.SelectedBy != person.Account.Id
        && !SignedInForThis(validatedAuthorizeRequest, person)
        && (
            validatedAuthorizeRequest.Request.MustSelect
            || (validatedAuthorizeRequest.Hint is null && NamesAnother(validatedAuthorizeRequest.Request.LoginHint, person))
        );

    /// <summary>Whether a hint is an email address, and not the person's.</summary>
    private static bool NamesAnother(string? loginHint, SignedInAccount person) =>
        loginHint?.Contains('@', StringComparison.Ordinal) == true
        && !loginHint.Equals(person.Account.Email, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the person signed in for this very request.</summary>
    private static bool SignedInForThis(ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person) =>
        validatedAuthorizeRequest.IncomingAuthorizeRequest is { IsResumed: true } incomingAuthorizeRequest
        && person.Session.AuthenticatedAt >= incomingAuthorizeRequest.AskedAt;

    // `offline_access` changes nothing, so an earlier consent is enough for it. `prompt=consent` needs consent for this very request: a ticket obtained earlier must not profit from a later consent.
    private static bool IsAgreed(Consent? consent, ValidatedAuthorizeRequest validatedAuthorizeRequest, SignedInAccount person) =>
        consent is not null
        && validatedAuthorizeRequest.Scope.Names.All(name => name == StandardScopes.OfflineAccess || consent.Scopes.Contains(name))
        && (
            !(validatedAuthorizeRequest.Request.MustAsk || validatedAuthorizeRequest.ResponseTarget.CouldBeAnybody)
            || validatedAuthorizeRequest.IncomingAuthorizeRequest.AgreedBy == person.Account.Id
        );
}
