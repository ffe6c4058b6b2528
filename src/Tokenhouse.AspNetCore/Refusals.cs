using System.Net;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore;

/// <summary>All refusals, each with the description for the caller and the reason for the log and the report.</summary>
internal static class Refusals
{
    public static readonly TokenhouseRefusal NoToken = new(
        StatusCodes.Status401Unauthorized,
        error: null,
        "The access token is missing. Send it in an Authorization: Bearer header.",
        "no access token was sent"
    );

    public static readonly TokenhouseRefusal Malformed = InvalidToken("The access token is malformed.", "the token is malformed");

    public static readonly TokenhouseRefusal Foreign = InvalidToken(
        "The access token was issued by an authorization server that this API doesn't accept.",
        "the issuer isn't one of the configured authorities"
    );

    public static readonly TokenhouseRefusal Expired = InvalidToken("The access token has expired.", "the token has expired");

    /// <summary>Tampered with, signed with an unpublished key, revoked, from a disabled client: the caller gets the same response for all.</summary>
    public static TokenhouseRefusal NotValid(string reason) => InvalidToken("The access token is not valid.", reason);

    public static TokenhouseRefusal InvalidToken(string description, string reason) =>
        new(StatusCodes.Status401Unauthorized, "invalid_token", description, reason);

    public static TokenhouseRefusal InvalidRequest(string description, string reason) =>
        new(StatusCodes.Status400BadRequest, "invalid_request", description, reason) { Field = "Authorization" };

    public static TokenhouseRefusal InsufficientScope(IReadOnlyList<string> required, IEnumerable<string> missing)
    {
        var names = string.Join(' ', missing);
        return new(
            StatusCodes.Status403Forbidden,
            "insufficient_scope",
            $"The access token doesn't have the scope {names}.",
            $"scope {names} is missing"
        )
        {
            Scope = string.Join(' ', required),
        };
    }

    public static TokenhouseRefusal NotTaken() =>
        InvalidToken(
            "The access token belongs to a tenant that this API doesn't accept from its issuer.",
            "the options don't list the token's issuer for its tenant"
        );

    public static TokenhouseRefusal OtherTenant(string field) =>
        new(
            StatusCodes.Status403Forbidden,
            "insufficient_scope",
            "The access token belongs to another tenant than the requested one.",
            "the path names another tenant"
        )
        {
            Field = field,
        };

    /// <summary>The API's own policy refused the call.</summary>
    public static TokenhouseRefusal Forbidden() =>
        new(
            StatusCodes.Status403Forbidden,
            "insufficient_scope",
            "The access token doesn't allow this.",
            "an authorization policy of the API was not met"
        );

    public static TokenhouseRefusal Address(IPAddress? address) =>
        address is null
            ? NotAdmitted("The request's IP address can't be determined.", "the request's IP address can't be determined")
            : NotAdmitted(
                $"The IP address {ClientAddress.Format(address)} isn't on this client's allowlist.",
                $"the IP address {ClientAddress.Format(address)} isn't on the allowlist"
            );

    public static TokenhouseRefusal StaleAllowlist() =>
        NotAdmitted("This client's allowlist can't be checked at the moment.", "the client state is older than MaxStateAge");

    public static TokenhouseRefusal Unavailable(string reason) =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "temporarily_unavailable",
            "The access token can't be checked at the moment. Keep it and try again.",
            reason
        );

    private static TokenhouseRefusal NotAdmitted(string description, string reason) =>
        new(StatusCodes.Status403Forbidden, "unauthorized_client", description, reason);
}
