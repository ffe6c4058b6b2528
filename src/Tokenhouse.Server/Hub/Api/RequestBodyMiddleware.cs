using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Refuses bodies with missing or wrong members before anything is done: 400 with a sentence for each (RFC 9457). The meaning of an omitted
/// member is never guessed: it is an error, or keeps what is stored.
/// </summary>
internal sealed class RequestBodyMiddleware(RequestDelegate next, IOptions<JsonOptions> json, HubApiRefusals refusals)
{
    private static readonly RefusalCause NotUtf8 = RefusalCause.Unproved(
        "invalid_request",
        new(RefusalKind.MalformedRequest, $"the body declares another encoding than UTF-8")
    );

    private static readonly Problem NotReadable = new(
        StatusCodes.Status415UnsupportedMediaType,
        "Not JSON in UTF-8",
        "The body must be JSON in UTF-8 (RFC 8259, 8.1). Send it as application/json."
    );

    private static readonly Problem None = Problem.Malformed([new("The body isn't JSON. Send one JSON object in UTF-8.", "#")]);

    private readonly JsonSerializerOptions options = json.Value.SerializerOptions;

    public async Task Invoke(HttpContext http)
    {
        if (http.User.Identity is HubApiIdentity program && !IsUtf8(http.Request))
        {
            await refusals.Answer(http, new(NotReadable, program.Caller, NotUtf8));
            return;
        }
        if (await Refusal(http) is { } problem)
        {
            await problem.Answer().ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    // In another encoding, an intermediary could read the same bytes as another text.
    private static bool IsUtf8(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.Charset is not { HasValue: true } charset
        || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private async Task<Problem?> Refusal(HttpContext http)
    {
        if (
            http.Features.Get<Caller>() is null
            || http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } type } accepts
        )
            return null;
        if (!http.Request.HasJsonContentType())
            return accepts.IsOptional || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? null : None;
        http.Request.EnableBuffering(FormLimits.OfHub.Length, FormLimits.OfHub.Length);
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            var errors = new RequestBodyErrors(options, isChange: HttpMethods.IsPut(http.Request.Method)).Of(body.RootElement, type);
            return errors.Count == 0 ? null : Problem.Malformed(errors);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: an unpaired surrogate in a name
        {
            return None;
        }
        finally
        {
            http.Request.Body.Position = 0;
        }
    }
}
