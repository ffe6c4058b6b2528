using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>Tells a client that the person declined, or isn't allowed to agree (RFC 6749, 4.1.2.1).</summary>
public sealed class AuthorizeErrorResponder(EventRecorder activity)
{
    public static readonly OAuthError NotAMember = OAuthError
        .AccessDenied($"The account isn't a member of the tenant.")
        .Because(RefusalKind.NotAMember, $"the account that signed in isn't a member of the tenant");

    public static readonly OAuthError ByThePerson = OAuthError
        .AccessDenied($"The account holder declined.")
        .Because(RefusalKind.ConsentDeclined, $"the account holder declined");

    public async Task Answer(HttpContext http, ValidatedAuthorizeRequest validatedAuthorizeRequest, OAuthError why)
    {
        var refusal = why.From(validatedAuthorizeRequest.ResponseTarget.Caller);
        activity.Refuse(http, validatedAuthorizeRequest.Site, validatedAuthorizeRequest.Dialect, EndpointKind.Authorize, refusal);
        await AuthorizeResponse.Write(http, validatedAuthorizeRequest.Site, validatedAuthorizeRequest.ResponseTarget, refusal);
    }
}
