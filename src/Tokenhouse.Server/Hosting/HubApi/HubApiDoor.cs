using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// Lets programs into the Hub's API, before anything of their request is read: with a LIVE access token of ours that is meant for the Hub
/// (RFC 6750), that a client got for itself, from an address from which that client may come. Whose tenant it is not is told that there is none. What is refused stands in the log of the
/// caller's tenant, as what other APIs report.
/// </summary>
internal sealed class HubApiDoor(RequestDelegate next, Reader reader, Actors actors, Datacentre datacentre, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const string Vendor = "vendor"; // whose routes over all tenants name none

    private static readonly RefusalCause NoToken = RefusalCause.Unproved(
        "invalid_token",
        new(RefusalKind.AccessTokenMissing, $"no access token was sent")
    );

    private static readonly RefusalCause NotTheirs = RefusalCause.Unproved(
        "not_found",
        new(RefusalKind.Other, $"there is no such tenant, or what was asked for in it is not the client's to see or do")
    );

    private static readonly RefusalCause NotUtf8 = RefusalCause.Unproved(
        "invalid_request",
        new(RefusalKind.MalformedRequest, $"the body is said to be in another encoding than UTF-8")
    );

    private static readonly Problem NotReadable = new(
        StatusCodes.Status415UnsupportedMediaType,
        "Not JSON in UTF-8",
        "A body is JSON in UTF-8 (RFC 8259, 8.1). Send it as application/json."
    );

    private static readonly Problem NotFromHere = new(
        StatusCodes.Status403Forbidden,
        "Not from here",
        "The address that this request came from is not on the client's allowlist."
    );

    private readonly Site site = datacentre.Site(Environment.LIVE);

    public async Task Invoke(HttpContext http, EventLog activity)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Permission>() is not { } needed || !http.IsForProgram())
            await next(http);
        else if (await Refusal(http, needed) is not { } refusal)
            await next(http);
        else
        {
            if (refusal.Caller is { } caller)
                activity.RefuseCall(http, site, caller, refusal.Cause with { Api = Core.HubApi.Identifier, Path = Pattern(http) });
            await refusal.Problem.Answer().ExecuteAsync(http);
        }
    }

    private async Task<Refused?> Refusal(HttpContext http, Permission needed)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (Wire.SecretInQuery(http.Request) is { } secret)
            return new(null, RefusalCause.Of(secret, isProved: false), new(secret.Status, "A secret in the URL", secret.Description));
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new(
                null,
                NoToken,
                Challenge(
                    http,
                    "",
                    "Send an access token: Authorization: Bearer, with a token whose audience is " + Core.HubApi.Identifier + "."
                )
            );
        if (!(await reader.Believe(site, header[Scheme.Length..].Trim())).Ok(out var token, out var error))
            return new(error.Caller, RefusalCause.Of(error, isProved: false), Unbelieved(http));
        var caller = new Caller(token.Client.Id, token.Client.Tenant.Id);
        if (Unfit(token) is { } unfit)
            return new(caller, RefusalCause.Unproved("invalid_token", unfit), Unbelieved(http));
        if (!token.Client.Admit(http.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out _, out error))
            return new(caller, RefusalCause.Of(error, isProved: false), NotFromHere);
        if (await actors.Program(token, (string?)http.Request.RouteValues["tenant"] ?? Vendor, http) is not { } actor)
            return new(caller, NotTheirs, Problem.NotFound);
        if (!token.Scope.Names.Contains(needed.Scope))
            return new(caller, Lacks(needed.Scope), Insufficient(http, needed.Scope));
        if (!actor.May(needed))
            return new(caller, NotTheirs, Problem.NotFound); // as the use case would say, but before the body is read
        if (!IsReadable(http.Request))
            return new(caller, NotUtf8, NotReadable);
        http.Features.Set(actor);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = HubRoutes.MaxBody;
        return null;
    }

    // In another encoding the same bytes could be another text to who looks at them on the way.
    private static bool IsReadable(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.Charset is not { HasValue: true } charset
        || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a good token is not one for here; null: it is.</summary>
    private static Reason? Unfit(BelievedToken token) =>
        token.Audience != Core.HubApi.Identifier
            ? new(RefusalKind.OfAnotherApi, $"the access token is for {new Trusted(token.Audience ?? "")}")
        : token.AccountId is not null ? new(RefusalKind.EndpointNotForKind, $"the access token acts for a person")
        : null;

    private static RefusalCause Lacks(string scope) =>
        RefusalCause.Unproved(
            "insufficient_scope",
            new(RefusalKind.ScopeMissing, $"the access token lacks the scope {new Trusted(scope)}")
        );

    private static Problem Unbelieved(HttpContext http) =>
        Challenge(
            http,
            "error=\"invalid_token\"",
            $"The access token is not one of LIVE for {Core.HubApi.Identifier} that a client got for itself, or it has ended. Get a new one."
        );

    private static Problem Challenge(HttpContext http, string error, string detail)
    {
        http.Response.Headers.WWWAuthenticate = error.Length == 0 ? "Bearer realm=\"hub\"" : $"Bearer realm=\"hub\", {error}";
        return new(StatusCodes.Status401Unauthorized, "Who are you?", detail);
    }

    private static Problem Insufficient(HttpContext http, string scope)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"hub\", error=\"insufficient_scope\", scope=\"{scope}\"";
        return new(
            StatusCodes.Status403Forbidden,
            "The scope is missing",
            $"This takes the scope {scope}. Ask for a token with it; a Manager of the tenant gives it to the client in the Hub."
        );
    }

    private static string Pattern(HttpContext http) => "/" + ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!.TrimStart('/');

    /// <param name="Caller">Whose token it was; null: nobody proved anything, and no log is told.</param>
    /// <param name="Cause">Why, exactly: for the log of the caller's tenant.</param>
    /// <param name="Problem">What the caller is told.</param>
    private sealed record Refused(Caller? Caller, RefusalCause Cause, Problem Problem);
}
