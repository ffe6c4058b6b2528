using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Description;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// The API's description, and the Postman collection of the protocol endpoints. Both are expensive to generate, don't change, and are public. So each is
/// generated once, for the first request, and requests for it can't keep the server busy.
/// </summary>
internal sealed class OpenApiDocumentCache(IServiceProvider services)
{
    private readonly Lazy<Task<Written>> description = new(() => Describe(services));
    private readonly Lazy<Written> collection = new(() =>
        Write(
            Encoding.UTF8.GetBytes(PostmanCollection.Of(services.GetRequiredService<Datacentre>()).ToJsonString(PostmanCollection.Readable))
        )
    );

    public async Task<IResult> Answer(HttpContext http) => Answer(http, await description.Value);

    public IResult AnswerCollection(HttpContext http) => Answer(http, collection.Value, "tokenhouse.postman_collection.json");

    private static IResult Answer(HttpContext http, Written written, string? fileName = null)
    {
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(written.Text, "application/json; charset=utf-8", fileName, entityTag: written.Tag);
    }

    private static async Task<Written> Describe(IServiceProvider services)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(HubApiRoutes.Version);
        using var text = new MemoryStream();
        await (await provider.GetOpenApiDocumentAsync()).SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        return Write(text.ToArray());
    }

    private static Written Write(byte[] text) => new(text, new($"\"{Convert.ToHexStringLower(SHA256.HashData(text)[..16])}\""));

    private sealed record Written(byte[] Text, EntityTagHeaderValue Tag);
}
