using Tokenhouse.Protocol;
using Tokenhouse.Server.Activity;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>Tells a client that the person said no, or may not say yes (RFC 6749, 4.1.2.1).</summary>
public sealed class Decline(AuthorizeResponse response, EventLog activity)
{
    public async Task Answer(HttpContext http, Pending pending, string why)
    {
        var refusal = OAuthError.AccessDenied(why).From(pending.Recipient.Caller);
        activity.Refuse(http, pending.Site, pending.Dialect, refusal);
        await response.Write(http, pending.Site, pending.Recipient, refusal);
    }
}
