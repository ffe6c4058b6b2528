using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>The only reader of request bodies and the only writer of protocol responses.</summary>
public static class ProtocolSerializer
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    // Parameters allowed only in the body: in a URL they would end up in logs, or be ignored although they restrict.
    private static readonly FrozenSet<string> NeverInQuery = FrozenSet.Create([
        .. Parameters.Secret,
        .. RestrictingParameters.Names,
        "client_id",
        "grant_type",
        "scope",
        "token",
    ]);

    // Responses are JSON and never sniffed as HTML, so apostrophes need no escape.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The parameters of a POST in the dialect's format. Credentials in the query are refused.</summary>
    public static async ValueTask<Result<Parameters, OAuthError>> Read(HttpRequest request, Dialect dialect)
    {
        var type = dialect.Fields.Count == 0 ? Form : Json;
        if (QueryFault(request, dialect) is { } fault)
            return fault;
        return dialect.Fields.Count == 0
            ? await ReadBody(request, type, WrongType, RequestBodyReader.Form)
            : await ReadBody(
                request,
                type,
                expected => OAuthError.InvalidRequest([new ParameterError("Content-Type", $"must be {expected}, in UTF-8")]),
                body => RequestBodyReader.Json(body, dialect)
            );
    }

    /// <summary>The parameters of a request without a body, such as a program's GET. Credentials in the query are refused.</summary>
    public static Result<Parameters, OAuthError> ReadNothing(HttpRequest request, Dialect dialect) =>
        QueryFault(request, dialect) is { } fault ? fault : Parameters.From([]);

    /// <summary>A JSON document of a known shape.</summary>
    public static async ValueTask<Result<T, OAuthError>> ReadJson<T>(HttpRequest request, JsonTypeInfo<T> shape)
        where T : class => await ReadBody(request, Json, WrongType, body => RequestBodyReader.Json(body, shape));

    /// <summary>The parameters of a browser's request: in the URL of a GET, in the body of a POST (RFC 6749, 3.1).</summary>
    public static async ValueTask<Result<Parameters, OAuthError>> ReadFromBrowser(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
            return await Read(request, Connect.Dialect); // browsers post forms
        var query = request.QueryString.HasValue ? Encoding.UTF8.GetBytes(request.QueryString.Value![1..]) : [];
        if (!FormDecoder.Decode(query).Ok(out var sent, out var error))
            return error;
        return Secret(sent) is { } fault ? fault : Parameters.From(sent);
    }

    /// <summary>The refusal of a request whose URL contains a forbidden parameter; null if it doesn't.</summary>
    public static OAuthError? SecretInQuery(HttpRequest request)
    {
        if (!request.QueryString.HasValue)
            return null;
        return FormDecoder.Decode(Encoding.UTF8.GetBytes(request.QueryString.Value![1..])).Ok(out var sent, out var error)
            ? Secret(sent)
            : error;
    }

    /// <summary>Writes the outcome of a token request in the dialect's format (RFC 6749, 5.1 and 5.2).</summary>
    public static void Write(HttpContext http, Site site, Dialect dialect, Result<TokenResponse, OAuthError> outcome)
    {
        if (outcome.Ok(out var response, out var error))
            Write(http, json => dialect.Success(json, response));
        else
            WriteFailure(http, site, dialect, error);
    }

    /// <summary>Writes a response that is the same in every dialect.</summary>
    /// <exception cref="StaleServerException">The server stood still while it made the answer.</exception>
    public static void Write(HttpContext http, Action<Utf8JsonWriter> members)
    {
        http.Features.Get<RequestFreshness>()?.ThrowIfStale();
        WriteJson(http, members);
    }

    /// <summary>Writes the refusal of a bearer token, with the challenge of RFC 6750, 3.</summary>
    public static void WriteBearerFailure(HttpContext http, Site site, Dialect dialect, OAuthError error)
    {
        WriteRetryAfter(http.Response, error);
        http.Response.StatusCode = error.Status;
        // A caller without a token doesn't get an error code.
        var realm = $"Bearer realm=\"{site.Issuer}\"";
        http.Response.Headers.WWWAuthenticate =
            http.Request.Headers.Authorization.Count == 0 && error.Status == StatusCodes.Status401Unauthorized
                ? realm
                : $"{realm}, error=\"{error.Code}\", error_description=\"{error.Description}\"";
        WriteJson(http, json => dialect.Failure(json, error));
    }

    /// <summary>Writes an error in the dialect's format. A 401 always carries a challenge.</summary>
    public static void WriteFailure(HttpContext http, Site? site, Dialect dialect, OAuthError error)
    {
        WriteRetryAfter(http.Response, error);
        http.Response.StatusCode = dialect.Status(error);
        if (error.Status == StatusCodes.Status401Unauthorized && site is not null)
            http.Response.Headers.WWWAuthenticate = dialect.Challenge(site.Issuer);
        WriteJson(http, json => dialect.Failure(json, error));
    }

    /// <summary>Sets the <c>Retry-After</c> header, if the error has a time.</summary>
    public static void WriteRetryAfter(HttpResponse response, OAuthError error)
    {
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = HeaderUtilities.FormatNonNegativeInt64((long)wait.TotalSeconds);
    }

    private static async ValueTask<Result<T, OAuthError>> ReadBody<T>(
        HttpRequest request,
        string type,
        Func<string, OAuthError> wrongType,
        Func<ReadOnlySequence<byte>, Result<T, OAuthError>> parse
    )
        where T : class
    {
        if (!RequestBodyReader.Is(type, request.ContentType, out var mustBeAscii))
            return wrongType(type);
        return await RequestBodyReader.Read(
            request,
            body => mustBeAscii && !RequestBodyReader.IsAscii(body) ? wrongType(type) : parse(body)
        );
    }

    private static OAuthError WrongType(string type) =>
        OAuthError.InvalidRequest($"The content type must be {new TrustedText(type)}, in UTF-8.");

    private static OAuthError? QueryFault(HttpRequest request, Dialect dialect)
    {
        if (!request.QueryString.HasValue)
            return null;
        if (!FormDecoder.Decode(Encoding.UTF8.GetBytes(request.QueryString.Value![1..])).Ok(out var query, out var error))
            return error;
        foreach (var parameter in query)
            if (NeverInQuery.Contains(parameter.Name) || dialect.Fields.Any(field => field.Name == parameter.Name))
                return InUrl(
                    new(parameter.Name),
                    name =>
                        dialect.Fields.Count > 0
                            ? OAuthError.InvalidRequest([
                                new ParameterError(parameter.Name, "was sent in the URL, where it ends up in logs"),
                            ])
                            : OAuthError.InvalidRequest(
                                $"The parameter '{name}' was sent in the URL, where it ends up in logs. Send it in the body."
                            )
                );
        return null;
    }

    private static OAuthError? Secret(List<Parameter> sent)
    {
        foreach (var parameter in sent)
            if (Parameters.Secret.Contains(parameter.Name))
                return InUrl(
                    new(parameter.Name),
                    name => OAuthError.InvalidRequest($"The parameter '{name}' was sent in the URL. It is no longer secret. Replace it.")
                );
        return null;
    }

    private static OAuthError InUrl(TrustedText parameter, Func<TrustedText, OAuthError> refusal) =>
        refusal(parameter).Because(RefusalKind.SecretInUrl, $"the parameter {parameter} was sent in the URL, where it ends up in logs");

    private static void WriteJson(HttpContext http, Action<Utf8JsonWriter> members)
    {
        var response = http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";

        using var json = new Utf8JsonWriter((IBufferWriter<byte>)response.BodyWriter, Readable);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        response.ContentLength = json.BytesCommitted; // the server flushes when the request ends
    }
}
