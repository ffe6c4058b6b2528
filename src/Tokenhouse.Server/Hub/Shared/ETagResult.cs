using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>A response of the API with its version as ETag (RFC 9110, 8.8.3).</summary>
internal sealed class ETagResult(int version, IResult answer) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[HeaderNames.ETag] = Tag(version);
        return answer.ExecuteAsync(httpContext);
    }

    /// <summary>The ETag of a version.</summary>
    internal static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
