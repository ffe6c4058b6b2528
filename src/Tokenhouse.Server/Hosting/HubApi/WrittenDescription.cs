using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// The description of the API as it is handed out. It takes long to make, stays the same, and is for everybody: so it is made once, for the first who
/// asks, and nobody keeps the server busy with it.
/// </summary>
internal sealed class WrittenDescription(IServiceProvider services)
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
