using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// Lets programs into the Hub's API, before anything of their request is read: with a LIVE access token of ours that is meant for the Hub
/// (RFC 6750), that a client got for itself, from an address from which that client may come. Whose tenant it is not is told that there is none.
/// </summary>
internal sealed class HubApiDoor(RequestDelegate next, Reader reader, Actors actors, Datacentre datacentre, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const string Vendor = "vendor"; // whose routes over all tenants name none

    private readonly Site site = datacentre.Site(Environment.LIVE);

    public async Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Permission>() is not { } needed || !http.IsForProgram())
            await next(http);
        else if (await Refusal(http, needed) is { } refusal)
            await refusal.Answer().ExecuteAsync(http);
        else
            await next(http);
    }

    private async Task<Problem?> Refusal(HttpContext http, Permission needed)
    {
        http.Response.Headers.CacheControl = "no-store";
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Challenge(
                http,
                "",
                "Send an access token: Authorization: Bearer, with a token whose audience is " + Protocol.HubApi.Identifier + "."
            );
        var token = await reader.AccessToken(site, header[Scheme.Length..].Trim());
        if (token is null || token.AccountId is not null || token.Audience != Protocol.HubApi.Identifier)
            return Challenge(
                http,
                "error=\"invalid_token\"",
                $"The access token is not one of LIVE for {Protocol.HubApi.Identifier} that a client got for itself, or it has ended. Get a new one."
            );
        if (!token.Client.Admit(http.Connection.RemoteIpAddress, clock.GetUtcNow()).Ok(out _, out _))
            return new(
                StatusCodes.Status403Forbidden,
                "Not from here",
                "The address that this request came from is not on the client's allowlist."
            );
        if (await actors.Program(token, (string?)http.Request.RouteValues["tenant"] ?? Vendor, http) is not { } actor)
            return Problem.NotFound;
        if (!token.Scope.Names.Contains(needed.Scope))
            return Insufficient(http, needed.Scope);
        if (!actor.May(needed))
            return Problem.NotFound; // as the use case would say, but before the body is read
        http.Features.Set(actor);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = HubRoutes.MaxBody;
        return null;
    }

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
}
