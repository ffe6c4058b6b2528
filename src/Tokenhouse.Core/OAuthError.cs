namespace Tokenhouse.Core;

/// <summary>
/// A protocol error (RFC 6749, 5.2): a closed catalogue. Descriptions say what to do and never whether a
/// client exists. <see cref="Reason"/> is the exact reason for the event log, which no dialect writes to the wire.
/// </summary>
public sealed record OAuthError
{
    /// <summary>Unknown client, wrong secret, disabled client, secret or tenant: the same response for all.</summary>
    public static readonly OAuthError InvalidClient = new(
        "invalid_client",
        $"Client authentication failed. Check the client ID and the secret, and that both belong to this host.",
        401,
        RefusalKind.Other
    );

    private OAuthError(string code, LogText description, int status, RefusalKind kind)
        : this(code, description.Full, status, new RefusalReason(kind, description)) { }

    private OAuthError(string code, string description, int status, RefusalReason reason) =>
        (Code, Description, Status, Reason) = (code, Printable(description), status, reason);

    public string Code { get; }

    /// <summary>For people; only characters allowed by RFC 6749, 5.2.</summary>
    public string Description { get; private init; }

    /// <summary>All syntax errors of the request, if the dialect lists them.</summary>
    public IReadOnlyList<ParameterError> Faults { get; private init; } = [];

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>When to try again; null if waiting doesn't help or the time is unknown.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The exact reason; by default the description.</summary>
    public RefusalReason Reason { get; private init; }

    /// <summary>The client concerned, if it is known.</summary>
    public AttributedClient? Caller { get; private init; }

    public static OAuthError InvalidRequest(LogText description) => new("invalid_request", description, 400, RefusalKind.MalformedRequest);

    public static OAuthError InvalidRequest(IReadOnlyList<ParameterError> faults) =>
        InvalidRequest($"{new TrustedText(string.Join("; ", faults))}.") with
        {
            Faults = faults,
        };

    public static OAuthError InvalidScope(LogText description) => new("invalid_scope", description, 400, RefusalKind.Other);

    public static OAuthError InvalidGrant(LogText description) => new("invalid_grant", description, 400, RefusalKind.Other);

    /// <summary>An invalid bearer token (RFC 6750, 3.1).</summary>
    public static OAuthError InvalidToken(LogText description) => new("invalid_token", description, 401, RefusalKind.Other);

    /// <summary>A valid bearer token without the required scope (RFC 6750, 3.1).</summary>
    public static OAuthError InsufficientScope(LogText description) => new("insufficient_scope", description, 403, RefusalKind.Other);

    /// <summary>A valid bearer token without the required scope, with the reason of another refusal.</summary>
    public static OAuthError InsufficientScope(OAuthError cause) => new("insufficient_scope", cause.Description, 403, cause.Reason);

    /// <summary>No client authentication at all, or none that is taken here.</summary>
    /// <param name="inBody">Whether it may be in the body too.</param>
    public static OAuthError ClientAuthenticationMissing(bool inBody) =>
        inBody
            ? InvalidClient
                .Hint(
                    "Client authentication is missing. Send client_id and client_secret in the body, or in an Authorization: Basic header."
                )
                .Because(RefusalKind.NoCredentials, $"no client authentication was sent")
            : InvalidClient
                .Hint("Client authentication is missing. Send client_id and client_secret in an Authorization: Basic header.")
                .Because(RefusalKind.NoCredentials, $"no Authorization header was sent, and this endpoint accepts nothing else");

    /// <summary>Client authentication that cannot be read.</summary>
    public static OAuthError MalformedClientAuthentication(LogText description) =>
        InvalidClient.Hint(description.Full).Because(RefusalKind.MalformedCredentials, description);

    /// <summary>An <c>Authorization</c> header that authenticates no client, and nothing else that does.</summary>
    public static OAuthError NotBasic() => MalformedClientAuthentication($"The Authorization header doesn't use the scheme Basic.");

    /// <summary>A client must not use more than one way in a request (RFC 6749, 2.3).</summary>
    public static OAuthError TwoClientAuthentications() =>
        InvalidRequest($"Use either the Authorization header or the body to authenticate the client, not both.")
            .Because(RefusalKind.MalformedCredentials, $"two client authentications were sent");

    public static OAuthError UnsupportedResponseType(LogText description) =>
        new("unsupported_response_type", description, 400, RefusalKind.NotSupported);

    public static OAuthError AccessDenied(LogText description) => new("access_denied", description, 400, RefusalKind.Other);

    /// <summary>The person who signed in isn't the one whom the client means (OpenID Connect Core 1.0, 3.1.2.1).</summary>
    public static OAuthError OtherPerson() =>
        new("login_required", $"The person who signed in isn't the one in id_token_hint.", 400, RefusalKind.SignInRequired);

    /// <summary><c>prompt=none</c>, but the person must sign in (OpenID Connect Core 1.0, 3.1.2.6).</summary>
    public static OAuthError LoginRequired() =>
        new("login_required", $"The user isn't signed in, and prompt=none doesn't allow a sign-in page.", 400, RefusalKind.SignInRequired);

    /// <summary><c>prompt=none</c>, but the person must agree (OpenID Connect Core 1.0, 3.1.2.6).</summary>
    public static OAuthError ConsentRequired() =>
        new(
            "consent_required",
            $"The account holder hasn't agreed to this, and prompt=none doesn't allow a consent page.",
            400,
            RefusalKind.ConsentRequired
        );

    public static OAuthError UnauthorizedClient(LogText description) => new("unauthorized_client", description, 400, RefusalKind.Other);

    public static OAuthError UnsupportedGrantType(LogText description) =>
        new("unsupported_grant_type", description, 400, RefusalKind.GrantNotSupported);

    /// <summary>The request names an API that the token can't be for (RFC 8707, 2).</summary>
    public static OAuthError InvalidTarget(RefusalReason reason) =>
        new(
            "invalid_target",
            "The parameter resource or audience must be the identifier of the API whose scopes you request.",
            400,
            reason
        );

    /// <summary>The request names more than one API.</summary>
    public static OAuthError SeveralTargets(int count) =>
        new OAuthError(
            "invalid_target",
            $"A token is for one API. Name only one in the parameter resource or audience.",
            400,
            RefusalKind.SeveralTargets
        ).Because(RefusalKind.SeveralTargets, $"resource and audience name {count} APIs, but a token is for one");

    /// <summary>An essential <c>acr</c> whose values can't be satisfied (OpenID Connect Core Unmet Authentication Requirements 1.0).</summary>
    public static OAuthError UnmetAuthenticationRequirements() =>
        new(
            "unmet_authentication_requirements",
            $"The parameter 'claims' requires a certain acr, but this server doesn't assert authentication context classes.",
            400,
            RefusalKind.AuthenticationNotMet
        );

    /// <summary>An unsupported parameter that restricts what is granted. Ignoring it wouldn't be safe.</summary>
    public static OAuthError RestrictionNotSupported(string code, TrustedText parameter) =>
        new OAuthError(
            code,
            $"The parameter '{parameter}' isn't supported, and ignoring it wouldn't be safe.",
            400,
            RefusalKind.NotSupported
        ).Because(RefusalKind.NotSupported, $"the parameter {parameter} was sent, which isn't supported");

    public static OAuthError BodyTooLarge(int limit) =>
        new("invalid_request", $"The body is larger than the limit of {limit} bytes.", 413, RefusalKind.MalformedRequest);

    /// <summary>A request that the server couldn't read, with the HTTP layer's status.</summary>
    public static OAuthError Unreadable(int status) =>
        new("invalid_request", $"The HTTP request couldn't be read.", status, RefusalKind.MalformedRequest);

    public static OAuthError NotFound() =>
        new("invalid_request", $"This endpoint doesn't exist on this host.", 404, RefusalKind.MalformedRequest);

    public static OAuthError MethodNotAllowed(string allow) =>
        new("invalid_request", $"This endpoint only supports {new TrustedText(allow)}.", 405, RefusalKind.MalformedRequest);

    public static OAuthError Misdirected() =>
        new(
            "invalid_request",
            $"This server doesn't serve the requested host name. Check the host in the URL.",
            421,
            RefusalKind.MalformedRequest
        );

    public static OAuthError ServerError(string correlationId) =>
        new OAuthError(
            "server_error",
            $"Something went wrong on our side. Try again. If it keeps happening, report the correlation ID {new TrustedText(correlationId)}.",
            500,
            RefusalKind.ServerError
        ).Because(RefusalKind.ServerError, $"the server failed"); // without the ID, so that identical ones become one row

    public static OAuthError TemporarilyUnavailable() =>
        new("temporarily_unavailable", $"The server can't answer right now. Try again in a few seconds.", 503, RefusalKind.Unavailable)
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>An endpoint in a brown-out, to remind its remaining users.</summary>
    public static OAuthError BrownOut(string guide) =>
        new OAuthError(
            "temporarily_unavailable",
            $"This endpoint is being retired and is temporarily unavailable. Move to its successor: {new TrustedText(guide)}",
            503,
            RefusalKind.DialectResting
        ).Because(RefusalKind.DialectResting, $"the endpoint is being retired and was temporarily unavailable");

    /// <summary>A retired endpoint.</summary>
    public static OAuthError Gone(string guide) =>
        new OAuthError(
            "invalid_request",
            $"This endpoint has been retired. Use its successor: {new TrustedText(guide)}",
            410,
            RefusalKind.DialectRetired
        ).Because(RefusalKind.DialectRetired, $"the endpoint has been retired");

    /// <summary>The same error with a hint for a caller that has proved the secret.</summary>
    public OAuthError Hint(string description) => this with { Description = Printable(description) };

    public OAuthError Because(RefusalReason reason) => this with { Reason = reason };

    public OAuthError Because(RefusalKind kind, LogText sentence) => Because(new RefusalReason(kind, sentence));

    public OAuthError From(AttributedClient caller) => this with { Caller = caller };

    // Redirects repeat it in a URL.
    private const int LongestDescription = 1000;

    // RFC 6749, 5.2: %x20-21 / %x23-5B / %x5D-7E.
    private static string Printable(string text) =>
        string.Create(
            Math.Min(text.Length, LongestDescription),
            text,
            static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = source[i] switch
                    {
                        '"' => '\'',
                        '\\' or < ' ' or > '~' => '?',
                        var c => c,
                    };
            }
        );
}
