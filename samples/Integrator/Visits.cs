using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Integrator;

/// <summary>Finds a browser's state by its cookie. In memory, so a restart clears it.</summary>
public sealed class Visits
{
    private const string Cookie = "integrator";

    private readonly ConcurrentDictionary<string, Visit> visits = new();

    public Visit Of(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } known && visits.TryGetValue(known, out var visit))
            return visit;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        // Lax and not Strict: the browser returns to /callback from another site and must send the cookie.
        http.Response.Cookies.Append(
            Cookie,
            id,
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
            }
        );
        return visits.GetOrAdd(id, new Visit());
    }
}
