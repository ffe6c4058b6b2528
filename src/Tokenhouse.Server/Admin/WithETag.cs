using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Admin;

/// <summary>An answer of the API with the version that it shows as its ETag (RFC 9110, 8.8.3).</summary>
internal sealed class WithETag(int version, IResult answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[HeaderNames.ETag] = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        return answer.ExecuteAsync(httpContext);
    }
}
