using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Why a request wasn't carried out, as sentences for the caller (RFC 9457). Pages show it above the form and next to its fields, the API returns it as it
/// is.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The error in a few words.</param>
/// <param name="Detail">The error and what to do, as a sentence.</param>
public sealed record Problem(int Status, string Title, string Detail)
{
    /// <summary>The object doesn't exist, or the caller can't access it: never distinguished.</summary>
    public static readonly Problem NotFound = new(
        StatusCodes.Status404NotFound,
        "Not found",
        "This doesn't exist, or you don't have access to it."
    );

    /// <summary>Someone else changed the object first.</summary>
    public static readonly Problem Stale = new(
        StatusCodes.Status412PreconditionFailed,
        "Changed in the meantime",
        "Someone else changed this after you loaded it. Look at it again, then repeat your change."
    )
    {
        Code = "version_mismatch",
    };

    private const int LongestShown = 50;

    /// <summary>What is wrong, for programs: it stays the same when the words change.</summary>
    public string Code
    {
        get => field ?? CodeOf(Status);
        init;
    }

    /// <summary>Errors of individual fields, by name: sentences that say what to write.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private init; } = new Dictionary<string, string>();

    /// <summary>The same as <c>errors</c> (RFC 9457, 3): a sentence and the location of each wrong member.</summary>
    public IReadOnlyList<Error> Errors
    {
        get => field ?? [.. Fields.Select(wrong => new Error(wrong.Value, "#/" + JsonNamingPolicy.SnakeCaseLower.ConvertName(wrong.Key)))];
        private init;
    }

    /// <summary>When to try again; null if waiting doesn't help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Sets the <c>Retry-After</c> header, if the problem has a time.</summary>
    public void WriteRetryAfter(HttpResponse response)
    {
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = HeaderUtilities.FormatNonNegativeInt64((long)wait.TotalSeconds);
    }

    /// <summary>The current state doesn't allow it.</summary>
    public static Problem Conflict(string detail) => new(StatusCodes.Status409Conflict, "Not possible now", detail);

    /// <summary>The input is invalid.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(
            StatusCodes.Status422UnprocessableEntity,
            "Please check what you entered",
            fields.Count == 1 ? fields.Values.First() : "Some of it isn't valid."
        )
        {
            Fields = fields,
        };

    /// <summary>Members of the body are missing or wrong.</summary>
    public static Problem Malformed(IReadOnlyList<Error> errors) =>
        new(
            StatusCodes.Status400BadRequest,
            "The body can't be read",
            errors.Count == 1 ? errors[0].Detail : "Some of its members are missing or wrong. See errors."
        )
        {
            Errors = errors,
            Code = "malformed_body",
        };

    /// <summary>The same problem of an object within the body.</summary>
    /// <param name="place">Where it is, such as <c>contracts/0</c>.</param>
    public Problem Within(string place) =>
        this with
        {
            Errors = [.. Errors.Select(error => error with { At = $"#/{place}/{error.At[2..]}" })],
        };

    /// <summary>Parameters of the query don't exist or have a wrong value.</summary>
    public static Problem MalformedQuery(IReadOnlyList<Error> errors) =>
        new(
            StatusCodes.Status400BadRequest,
            "The query can't be read",
            errors.Count == 1 ? errors[0].Detail : "Some of its parameters don't exist or are wrong. See errors."
        )
        {
            Errors = errors,
            Code = "malformed_query",
        };

    /// <summary>It existed, but is no longer shown.</summary>
    public static Problem Gone(string detail) => new(StatusCodes.Status410Gone, "No longer shown", detail);

    /// <summary>One field is invalid.</summary>
    public static Problem Invalid(string field, string sentence) => Invalid(new Dictionary<string, string> { [field] = sentence });

    /// <summary>A name that the caller sent, in a sentence.</summary>
    internal static string Quoted(string name) => $"\"{Shortened(name)}\"";

    /// <summary>A name that the caller sent, which can be very long.</summary>
    internal static string Shortened(string name) => name.Length > LongestShown ? name[..LongestShown] + "…" : name;

    private static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => "unauthenticated",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status409Conflict => "conflict",
            StatusCodes.Status410Gone => "gone",
            StatusCodes.Status413PayloadTooLarge => "body_too_large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
            StatusCodes.Status422UnprocessableEntity => "validation_failed",
            StatusCodes.Status429TooManyRequests => "too_many_requests",
            StatusCodes.Status503ServiceUnavailable => "temporarily_unavailable",
            >= StatusCodes.Status500InternalServerError => "server_error",
            _ => "invalid_request",
        };

    /// <param name="Detail">The error, and what to send.</param>
    /// <param name="At">Where, as a JSON Pointer (RFC 6901).</param>
    public sealed record Error(string Detail, [property: JsonPropertyName("pointer")] string At);
}
