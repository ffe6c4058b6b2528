using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Tokenhouse.AspNetCore;

/// <summary>Error bodies, for <see cref="TokenhouseOptions.ErrorBody"/>.</summary>
public static class TokenhouseErrors
{
    // Responses are JSON and never sniffed as HTML, so apostrophes need no escape.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Problem details (RFC 9457), <c>application/problem+json</c>: <c>title</c> (of the status), <c>status</c>, <c>detail</c> (the description),
    /// <c>error</c> (of RFC 6750, if there is one), <c>correlation_id</c>.
    /// </summary>
    public static Task ProblemDetails(HttpContext http, TokenhouseRefusal refusal) =>
        WriteAsync(
            http,
            "application/problem+json",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("title", ReasonPhrases.GetReasonPhrase(refusal.Status));
                json.WriteNumber("status", refusal.Status);
                json.WriteString("detail", refusal.Description);
                if (refusal.Error is not null)
                    json.WriteString("error", refusal.Error);
                json.WriteString("correlation_id", refusal.CorrelationId);
                json.WriteEndObject();
            }
        );

    /// <summary>
    /// The envelope of APIs with the app-key login: <c>status</c> <c>error</c>, <c>error_type</c> (<c>unauthorized</c> 401, <c>forbidden</c> 403,
    /// <c>validation</c> 400, <c>internal_server_error</c> 503), <c>title</c>, <c>instance</c> (the called path), and for 400
    /// <c>invalid_parameters</c>.
    /// </summary>
    public static Task AppKeyEnvelope(HttpContext http, TokenhouseRefusal refusal) =>
        WriteAsync(
            http,
            "application/json",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("status", "error");
                json.WriteString("error_type", ErrorType(refusal.Status));
                json.WriteString("title", refusal.Status == StatusCodes.Status401Unauthorized ? AuthenticationFailed : refusal.Description);
                json.WriteString("instance", http.Request.PathBase.Add(http.Request.Path).Value);
                if (refusal.Status == StatusCodes.Status400BadRequest)
                    WriteInvalidParameter(json, refusal);
                json.WriteEndObject();
            }
        );

    /// <summary>The HR platform's array: one object with <c>message</c>, and <c>field</c> if the refusal is about one.</summary>
    public static Task MessageArray(HttpContext http, TokenhouseRefusal refusal) =>
        WriteAsync(
            http,
            "application/json",
            json =>
            {
                json.WriteStartArray();
                json.WriteStartObject();
                json.WriteString("message", refusal.Description);
                if (refusal.Field is not null)
                    json.WriteString("field", refusal.Field);
                json.WriteEndObject();
                json.WriteEndArray();
            }
        );

    private const string AuthenticationFailed = "Authentication with the API failed, please check your details and try again.";

    private static string ErrorType(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "validation",
            StatusCodes.Status401Unauthorized => "unauthorized",
            StatusCodes.Status403Forbidden => "forbidden",
            _ => "internal_server_error",
        };

    private static void WriteInvalidParameter(Utf8JsonWriter json, TokenhouseRefusal refusal)
    {
        json.WriteStartArray("invalid_parameters");
        json.WriteStartObject();
        json.WriteString("parameter", refusal.Field);
        json.WriteString("reason", refusal.Description);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static async Task WriteAsync(HttpContext http, string contentType, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body, Readable))
            write(json);
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }
}
