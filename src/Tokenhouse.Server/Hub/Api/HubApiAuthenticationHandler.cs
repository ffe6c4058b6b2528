using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// Authenticates programs at the Hub's API before anything of their request is read: by a LIVE access token of ours that is meant for the Hub (RFC 6750),
/// and that a client got for itself. What is refused is written to the log of the caller's tenant.
/// </summary>
internal sealed class HubApiAuthenticationHandler(
    IOptionsMonitor<HubApiAuthenticationOptions> options,
    UrlEncoder encoder,
    TokenValidator tokenValidator,
    HubApiRefusals refusals
) : AuthenticationHandler<HubApiAuthenticationOptions>(options, NullLoggerFactory.Instance, encoder) // a line for each challenge would let strangers fill the log
{
    public const string SchemeName = "HubApi";

    private const string Bearer = "Bearer ";

    private static readonly HubApiRefusal NoToken = new(
        Unauthenticated($"Send an access token: Authorization: Bearer, with a token whose audience is {HubScopes.Identifier}.")
    )
    {
        Challenge = "",
    };

    private static readonly Problem Unbelieved = Unauthenticated(
        $"The access token is no longer valid, or it isn't a LIVE token for {HubScopes.Identifier} that a client got for itself. Get a new one."
    ) with
    {
        Code = "invalid_token",
    };

    private HubApiRefusal refusal = NoToken;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        Response.Headers.CacheControl = "no-store";
        if (ProtocolSerializer.SecretInQuery(Request) is { } secret)
            return Refuse(new(new(secret.Status, "A secret in the URL", secret.Description) { Code = "secret_in_url" }));
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (!(await tokenValidator.Validate(Options.Site, header[Bearer.Length..].Trim())).Ok(out var token, out var error))
            return Refuse(Invalid(error.Caller, RefusalCause.Of(error, isProved: false)));
        var identity = new HubApiIdentity(token);
        return FindRefusal(token) is { } unfit
            ? Refuse(Invalid(identity.Caller, RefusalCause.Unproved("invalid_token", unfit)))
            : AuthenticateResult.Success(new(new(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => refusals.Answer(Context, refusal);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        refusals.Answer(
            Context,
            HubApiRefusal.Of(properties.GetParameter<AuthorizationFailure>(nameof(AuthorizationFailure))) ?? new(Problem.NotFound)
        );

    private AuthenticateResult Refuse(HubApiRefusal why)
    {
        refusal = why;
        return AuthenticateResult.Fail(why.Problem.Title);
    }

    /// <summary>Why a valid token isn't accepted here; null if it is.</summary>
    private static RefusalReason? FindRefusal(ValidatedToken token) =>
        token.Audience != HubScopes.Identifier
            ? new(RefusalKind.OfAnotherApi, $"the access token is for {new TrustedText(token.Audience ?? "")}")
        : token.AccountId is not null ? new(RefusalKind.EndpointNotForKind, $"the access token is for a person")
        : null;

    private static HubApiRefusal Invalid(AttributedClient? caller, RefusalCause cause) =>
        new(Unbelieved, caller, cause) { Challenge = ", error=\"invalid_token\"" };

    private static Problem Unauthenticated(string detail) => new(StatusCodes.Status401Unauthorized, "Not authenticated", detail);
}
