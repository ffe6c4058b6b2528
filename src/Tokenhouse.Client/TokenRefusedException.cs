using System.Net;

namespace Tokenhouse.Client;

/// <summary>
/// The authority refused to issue a token. Trying again doesn't help until the cause is removed. The message says what to do, and contains no secret.
/// </summary>
public sealed class TokenRefusedException : Exception
{
    internal TokenRefusedException(string clientName, string error, string description, string? hint = null)
        : base($"No token for '{clientName}': {description} ({error}){(hint is null ? "" : " " + hint)}") =>
        (Error, Description, Hint) = (error, description, hint);

    /// <summary>The code, such as <c>invalid_client</c> (RFC 6749, 5.2), or the <c>error_type</c> of the app-key login.</summary>
    public string Error { get; }

    /// <summary>The server's sentence, which says what to do.</summary>
    public string Description { get; }

    /// <summary>What this package noticed besides, such as a client ID that belongs to another datacentre.</summary>
    public string? Hint { get; }

    /// <summary>Quote this when you ask for help: it leads to the exact reason in your tenant's log. Null if the server didn't send one.</summary>
    public string? CorrelationId { get; internal init; }

    /// <summary>The HTTP status of the answer; null if the refusal didn't come from the token endpoint.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <inheritdoc/>
    public override string Message => CorrelationId is null ? base.Message : $"{base.Message} Correlation ID: {CorrelationId}";
}
