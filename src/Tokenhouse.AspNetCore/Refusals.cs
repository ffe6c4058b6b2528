using System.Net;
using Tokenhouse.Shared;

namespace Tokenhouse.AspNetCore;

/// <summary>All refusals, each with the description for the caller and the reason for the log and the report.</summary>
internal static class Refusals
{
    public static readonly TokenhouseRefusal NoToken = new(
        StatusCodes.Status401Unauthorized,
        error: null,
        "An access token is missing. Send it in the header Authorization: Bearer.",
        "no access token was sent"
    );

    public static readonly TokenhouseRefusal Malformed = InvalidToken("The access token is malformed.", "the token is malformed");

    public static readonly TokenhouseRefusal Foreign = InvalidToken(
        "The access token was issued by an authorization server that this API does not accept.",
        "the issuer is none of the configured authorities"
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
            $"The access token lacks the scope {names}.",
            $"scope {names} is missing"
        )
        {
            Scope = string.Join(' ', required),
        };
    }

    public static TokenhouseRefusal NotTaken() =>
        InvalidToken(
            "The access token is of a tenant that this API does not take from its issuer.",
            "the options do not name the token's issuer for its tenant"
        );

    public static TokenhouseRefusal OtherTenant(string field) =>
        new(
            StatusCodes.Status403Forbidden,
            "insufficient_scope",
            "The access token is of another tenant than the one that was asked for.",
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
            "The access token does not permit this.",
            "an authorization policy of the API was not met"
        );

    public static TokenhouseRefusal Address(IPAddress? address) =>
        address is null
            ? NotAdmitted("The address of the request cannot be determined.", "the address of the request cannot be determined")
            : NotAdmitted(
                $"The address {ClientAddress.Spelled(address)} is not on the allowlist of this client.",
                $"the address {ClientAddress.Spelled(address)} is not on the allowlist"
            );

    public static TokenhouseRefusal StaleAllowlist() =>
        NotAdmitted("The allowlist of this client cannot be checked at the moment.", "the client state is older than MaxStateAge");

    public static TokenhouseRefusal Unavailable(string reason) =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            "temporarily_unavailable",
            "The access token cannot be checked at the moment. Keep it and try again.",
            reason
        );

    private static TokenhouseRefusal NotAdmitted(string description, string reason) =>
        new(StatusCodes.Status403Forbidden, "unauthorized_client", description, reason);
}
