using Tokenhouse.Core;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// A cookie of one host, inaccessible to scripts and other sites. Over https, its name begins with <c>__Host-</c>, so that browsers enforce
/// this. Plain http is only used on this machine, where not all browsers would store such a cookie.
/// </summary>
internal sealed class HostCookie(Datacentre datacentre, string name)
{
    private const int Longest = 1000; // far more than any of ours

    private readonly bool isSecure = datacentre.BaseUrl.Scheme == Uri.UriSchemeHttps;

    private string Name => isSecure ? "__Host-" + name : name;

    public string? Read(HttpContext http) => http.Request.Cookies[Name] is { Length: > 0 and <= Longest } value ? value : null;

    public void Write(HttpContext http, string value) => http.Response.Cookies.Append(Name, value, Options());

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Name, Options());

    // Lax: people come from an integrator's site and must be recognised.
    private CookieOptions Options() =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = isSecure,
        };
}
