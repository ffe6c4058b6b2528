using System.Net;
using System.Text.Json;

namespace Tokenhouse.AspNetCore.Transport;

/// <summary>A response of the authorization server, read completely.</summary>
internal sealed record BackchannelResponse(Uri Address, HttpStatusCode Status, string? ETag, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="InvalidAuthorityResponseException">The response doesn't have status 200 and a JSON body.</exception>
    public JsonDocument Json()
    {
        if (Status is not HttpStatusCode.OK)
            throw new InvalidAuthorityResponseException($"{Address} answered with status {(int)Status}.");
        try
        {
            return JsonDocument.Parse(Body, Strict);
        }
        catch (JsonException exception)
        {
            throw new InvalidAuthorityResponseException($"{Address} answered with invalid JSON: {exception.Message}");
        }
    }
}
