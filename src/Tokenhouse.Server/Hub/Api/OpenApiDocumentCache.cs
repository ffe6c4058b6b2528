using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// The API's description. It is expensive to generate, doesn't change, and is public. So it is generated once, for the first
/// request, and requests for it can't keep the server busy.
/// </summary>
internal sealed class OpenApiDocumentCache(IServiceProvider services)
{
    private readonly Lazy<Task<Written>> written = new(() => Write(services));

    public async Task<IResult> Answer(HttpContext http)
    {
        var (text, tag) = await written.Value;
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(text, "application/json; charset=utf-8", entityTag: tag);
    }

    private static async Task<Written> Write(IServiceProvider services)
    {
        var description = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(HubApiRoutes.Version);
        using var text = new MemoryStream();
        await (await description.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        var bytes = text.ToArray();
        return new(bytes, new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..16])}\""));
    }

    private sealed record Written(byte[] Text, EntityTagHeaderValue Tag);
}
