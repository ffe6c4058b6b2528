using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokenhouse.AspNetCore;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>
/// Another scheme of an API: the header <c>X-Staff</c> names a role. Its identity looks as much like one of the package as an identity can: by its
/// type, and by claims that would meet every requirement of a token.
/// </summary>
public sealed class StaffScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Name = "Staff";

    public const string Header = "X-Staff";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } role)
            return Task.FromResult(AuthenticateResult.NoResult());
        var route = Request.RouteValues.Values.OfType<string>().Select(value => new Claim(TokenhouseClaims.TenantId, value));
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.Role, role),
                new(TokenhouseClaims.ClientId, "acme-live"),
                new(TokenhouseClaims.Scope, "Public.Job.Read"),
                new(TokenhouseClaims.Scope, "Public.Job.Write"),
                new(TokenhouseClaims.TenantId, "1"),
                .. route,
            ],
            TokenhouseOptions.Scheme
        );
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
    }
}
