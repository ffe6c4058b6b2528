using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Tokenhouse.Server.Admin;

namespace Tokenhouse.Server.Hosting.HubApi;

/// <summary>
/// Refuses bodies that do not have the members that they must have, before anything is done: 400 with a sentence for each (RFC 9457). What an omitted
/// member would mean is never guessed.
/// </summary>
internal sealed class RequestBodyMiddleware(RequestDelegate next, IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions options = json.Value.SerializerOptions;

    public async Task Invoke(HttpContext http)
    {
        if (await Refusal(http) is { } problem)
        {
            await problem.Answer().ExecuteAsync(http);
            return;
        }
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException exception) when (exception.InnerException is JsonException { Path: { Length: > 2 } path })
        {
            await Problem.Malformed([new("This value can't be read.", Pointer(path))]).Answer().ExecuteAsync(http);
        }
    }

    private async Task<Problem?> Refusal(HttpContext http)
    {
        if (
            http.Features.Get<Actor>() is null
            || http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type
            || !http.Request.HasJsonContentType()
        )
            return null;
        http.Request.EnableBuffering(HubRoutes.MaxBody, HubRoutes.MaxBody);
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            var errors = new BodyErrors(options, isChange: HttpMethods.IsPut(http.Request.Method)).Of(body.RootElement, type);
            return errors.Count == 0 ? null : Problem.Malformed(errors);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: half a character in a name
        {
            return new(StatusCodes.Status400BadRequest, "The body can't be read", "It isn't JSON. Send one JSON object in UTF-8.");
        }
        finally
        {
            http.Request.Body.Position = 0;
        }
    }

    /// <summary><c>$.contracts[0].scopes</c> as a JSON Pointer; names of ours have nothing that must be escaped there.</summary>
    private static string Pointer(string path) =>
        "#/" + path[2..].Replace("].", "/", StringComparison.Ordinal).Replace('.', '/').Replace('[', '/').TrimEnd(']');
}
