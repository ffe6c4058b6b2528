using Microsoft.AspNetCore.Authorization;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Why a call of the Hub's API was refused: what the caller is told, and what the log of its tenant says.</summary>
/// <param name="Problem">The problem for the caller.</param>
/// <param name="Caller">The token's client; null if nothing was proved, so that nothing is logged.</param>
/// <param name="Cause">Why, exactly.</param>
internal sealed record HubApiRefusal(Problem Problem, AttributedClient? Caller = null, RefusalCause? Cause = null)
{
    /// <summary>The parameters of the challenge (RFC 6750, 3); null: none is sent.</summary>
    public string? Challenge { get; init; }

    /// <summary>The refusal as a reason for which authorization fails.</summary>
    public AuthorizationFailureReason As(IAuthorizationHandler handler) => new Reason(handler, this);

    /// <summary>The refusal with which authorization failed.</summary>
    public static HubApiRefusal? Of(AuthorizationFailure? failure) =>
        failure?.FailureReasons.OfType<Reason>().Select(reason => reason.Refusal).FirstOrDefault();

    private sealed class Reason(IAuthorizationHandler handler, HubApiRefusal refusal)
        : AuthorizationFailureReason(handler, refusal.Problem.Title)
    {
        public HubApiRefusal Refusal => refusal;
    }
}
