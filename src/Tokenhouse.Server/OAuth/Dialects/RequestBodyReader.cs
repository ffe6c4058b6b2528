using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>Reads and parses a request's body within bounds.</summary>
public static class RequestBodyReader
{
    public const int Max = 64 * 1024;

    // Deep enough for additional members that we ignore.
    private const int MaxDepth = 16;

    // HTTP libraries add them by default. They differ from UTF-8 only beyond ASCII, where nothing is guessed.
    private static readonly string[] BeyondAscii = ["iso-8859-1", "us-ascii"];

    /// <summary>Reads all of it; refuses one larger than <see cref="Max"/> without reading further.</summary>
    public static async ValueTask<Result<T, OAuthError>> Read<T>(
        HttpRequest request,
        Func<ReadOnlySequence<byte>, Result<T, OAuthError>> parse
    )
        where T : class
    {
        if (request.ContentLength > Max)
            return OAuthError.BodyTooLarge(Max);
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            var tooLarge = read.Buffer.Length > Max;
            if (tooLarge || read.IsCompleted)
            {
                var parsed = tooLarge ? OAuthError.BodyTooLarge(Max) : parse(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return parsed;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether a content type is the expected one, in UTF-8 or in a charset that is the same as UTF-8 for ASCII.</summary>
    /// <param name="expected">The media type.</param>
    /// <param name="contentType">What was sent.</param>
    /// <param name="mustBeAscii">Whether the body must be ASCII, because its charset isn't UTF-8.</param>
    public static bool Is(string expected, string? contentType, out bool mustBeAscii)
    {
        mustBeAscii = false;
        if (contentType == expected)
            return true;
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase)
        )
            return false;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        mustBeAscii = Array.Exists(BeyondAscii, known => charset.Equals(known, StringComparison.OrdinalIgnoreCase));
        return mustBeAscii || !type.Charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
    }

    public static bool IsAscii(ReadOnlySequence<byte> body)
    {
        foreach (var segment in body)
            if (!Ascii.IsValid(segment.Span))
                return false;
        return true;
    }

    /// <summary>Form fields as they are.</summary>
    public static Result<Parameters, OAuthError> Form(ReadOnlySequence<byte> body)
    {
        if (!FormDecoder.Decode(body.IsSingleSegment ? body.FirstSpan : body.ToArray()).Ok(out var sent, out var error))
            return error;
        return Parameters.From(sent);
    }

    /// <summary>The members of a JSON object that a dialect knows, under their RFC names; or all errors at once.</summary>
    public static Result<Parameters, OAuthError> Json(ReadOnlySequence<byte> body, Dialect dialect)
    {
        var sent = new Dictionary<string, string?>(StringComparer.Ordinal);
        var faults = new List<ParameterError>();
        try
        {
            var json = Reader(body);
            if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
                return OAuthError.InvalidRequest([new ParameterError("body", "must be a JSON object")]);
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                json.Read();
                if (IsRead(name, dialect))
                    Add(name, ref json, sent, faults);
                json.Skip();
            }
            json.Read(); // throws when anything follows
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: text that isn't valid Unicode
        {
            return OAuthError.InvalidRequest([new ParameterError("body", "must be valid JSON in UTF-8, and not nested too deeply")]);
        }
        faults.AddRange(dialect.Fields.Select(field => FaultOf(field, sent)).OfType<ParameterError>());
        var restrictions = sent.Where(member => RestrictingParameters.Names.Contains(member.Key) && member.Value is not null).ToList();
        faults.AddRange(
            restrictions.Where(member => member.Value!.Length == 0).Select(member => new ParameterError(member.Key, "must not be empty"))
        );
        return faults.Count > 0
            ? OAuthError.InvalidRequest([.. faults.DistinctBy(parameterError => parameterError.Parameter)])
            : Parameters.From([
                .. dialect.Fields.Select(field => new Parameter(field.Means, sent[field.Name]!)),
                .. restrictions.Select(member => new Parameter(member.Key, member.Value!)),
                .. dialect.Implied,
            ]);
    }

    /// <summary>Ignores members that the dialect doesn't know, except those that would restrict the token.</summary>
    private static bool IsRead(string name, Dialect dialect) =>
        dialect.Fields.Any(field => field.Name == name) || RestrictingParameters.Names.Contains(name);

    /// <summary>Parses a JSON document of a known shape, completely or not at all.</summary>
    public static Result<T, OAuthError> Json<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            var json = Reader(body);
            return JsonSerializer.Deserialize(ref json, shape) is { } read && !json.Read()
                ? read
                : OAuthError.InvalidRequest($"The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            var where = new UntrustedText(exception.Path ?? "its beginning", "what the answer named"); // its names were sent by the client
            return OAuthError.InvalidRequest($"The body isn't the expected JSON. Check {where}.");
        }
    }

    /// <summary>Adds a member's string. Null counts as not sent; any other value is a fault.</summary>
    private static void Add(string name, ref Utf8JsonReader json, Dictionary<string, string?> sent, List<ParameterError> faults)
    {
        var isString = json.TokenType is JsonTokenType.String or JsonTokenType.Null;
        if (!sent.TryAdd(name, isString ? json.GetString() : null))
            faults.Add(new(name, "was sent more than once"));
        else if (!isString)
            faults.Add(new(name, "must be a string"));
    }

    /// <summary>A reader of the JSON behind a byte order mark, which RFC 8259, 8.1 allows to ignore.</summary>
    private static Utf8JsonReader Reader(ReadOnlySequence<byte> body)
    {
        var bytes = new SequenceReader<byte>(body);
        bytes.IsNext(Encoding.UTF8.Preamble, advancePast: true);
        return new(bytes.UnreadSequence, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    private static ParameterError? FaultOf(JsonField field, Dictionary<string, string?> sent) =>
        sent.GetValueOrDefault(field.Name) is not { } value ? new(field.Name, "is missing")
        : field.Holds(value) ? null
        : new(field.Name, field.Rule);
}
