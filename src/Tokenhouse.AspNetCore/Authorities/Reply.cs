using System.Net;
using System.Text.Json;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>A response of the authorization server, read completely.</summary>
internal sealed record Reply(Uri Address, HttpStatusCode Status, string? ETag, ReadOnlyMemory<byte> Body)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="UnusableAnswerException">The response doesn't have status 200 and a JSON body.</exception>
    public JsonDocument Json()
    {
        if (Status is not HttpStatusCode.OK)
            throw new UnusableAnswerException($"{Address} answered with status {(int)Status}.");
        try
        {
            return JsonDocument.Parse(Body, Strict);
        }
        catch (JsonException exception)
        {
            throw new UnusableAnswerException($"{Address} answered with invalid JSON: {exception.Message}");
        }
    }
}
