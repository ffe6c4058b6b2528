using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace Tokenhouse.Server.Admin;

/// <summary>
/// Why something was not done, in words for the one who asked (RFC 9457). Pages show it above the form and beside its fields, the API as it
/// is.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What is wrong and what to do, in a sentence.</param>
public sealed record Problem(int Status, string Title, string Detail)
{
    /// <summary>What is not there, and what the one who asks may not know of: never told apart.</summary>
    public static readonly Problem NotFound = new(
        StatusCodes.Status404NotFound,
        "Not found",
        "There is no such thing here, or it is not yours to see."
    );

    /// <summary>Somebody else was faster.</summary>
    public static readonly Problem Stale = new(
        StatusCodes.Status412PreconditionFailed,
        "Changed meanwhile",
        "Somebody else changed this after you had read it. Look at it again, then repeat what you wanted."
    )
    {
        Code = "version_mismatch",
    };

    /// <summary>What is wrong, for programs: it stays the same when the words change.</summary>
    public string Code
    {
        get => field ?? CodeOf(Status);
        init;
    }

    /// <summary>What is wrong with single fields, by name: sentences that say what to write.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private init; } = new Dictionary<string, string>();

    /// <summary>The same as the <c>errors</c> of RFC 9457, 3: a sentence for each member of the body that is wrong, and where it is.</summary>
    public IReadOnlyList<Error> Errors
    {
        get => field ?? [.. Fields.Select(wrong => new Error(wrong.Value, "#/" + JsonNamingPolicy.SnakeCaseLower.ConvertName(wrong.Key)))];
        private init;
    }

    /// <summary>When to try again; null: not by waiting alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Says in the header when to try again, if the problem knows.</summary>
    public void SayWhen(HttpResponse response)
    {
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = HeaderUtilities.FormatNonNegativeInt64((long)wait.TotalSeconds);
    }

    /// <summary>It cannot be done as things are.</summary>
    public static Problem Conflict(string detail) => new(StatusCodes.Status409Conflict, "Not possible now", detail);

    /// <summary>It cannot be done with what was sent.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(
            StatusCodes.Status422UnprocessableEntity,
            "Please check what you entered",
            fields.Count == 1 ? fields.Values.First() : "Some of it cannot be taken as it is."
        )
        {
            Fields = fields,
        };

    /// <summary>The body does not have the members that it must have.</summary>
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

    /// <summary>It was there, and is not shown any more.</summary>
    public static Problem Gone(string detail) => new(StatusCodes.Status410Gone, "No longer shown", detail);

    /// <summary>It cannot be done with what one field has.</summary>
    public static Problem Invalid(string field, string sentence) => Invalid(new Dictionary<string, string> { [field] = sentence });

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

    /// <param name="Detail">What is wrong, and what to send.</param>
    /// <param name="At">Where, as a JSON Pointer (RFC 6901).</param>
    public sealed record Error(string Detail, [property: JsonPropertyName("pointer")] string At);
}
