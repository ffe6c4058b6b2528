namespace Tokenhouse.Core;

/// <summary>
/// What a client requests from a person (RFC 6749, 4.1.1; OpenID Connect Core 1.0, 3.1.2.1; RFC 7636, 4.3). The client,
/// redirect URI and response mode are checked before, so that errors can be sent there.
/// </summary>
public sealed record AuthorizeRequest
{
    private AuthorizeRequest() { }

    /// <summary>If empty, everything the client may have except <see cref="StandardScopes.SignIn"/>.</summary>
    public ScopeSet? Scope { get; private init; }

    /// <summary>The claims about the person that are requested beside those of the scopes.</summary>
    public ClaimsParameter Claims { get; private init; } = ClaimsParameter.None;

    /// <summary>The <c>S256</c> challenge.</summary>
    public string? Challenge { get; private init; }

    public string? Nonce { get; private init; }

    /// <summary>The API that the token is requested for; if null, the one that the scopes belong to.</summary>
    public string? Target { get; private init; }

    public string? LoginHint { get; private init; }

    /// <summary>An ID token of the person who must answer.</summary>
    public string? IdTokenHint { get; private init; }

    /// <summary>The maximum age of the person's sign-in.</summary>
    public TimeSpan? MaxAge { get; private init; }

    /// <summary>No page may be shown.</summary>
    public bool MustBeSilent { get; private init; }

    /// <summary>The person must sign in again.</summary>
    public bool MustSignIn { get; private init; }

    /// <summary>The person must say which account to use.</summary>
    public bool MustSelect { get; private init; }

    /// <summary>The person must agree again.</summary>
    public bool MustAsk { get; private init; }

    public static Result<AuthorizeRequest, OAuthError> Parse(Parameters parameters)
    {
        if (Fault(parameters) is { } fault)
            return fault;

        if (!RestrictingParameters.RequestedClaims(parameters).Ok(out var claims, out var error))
            return error;
        ScopeSet? scope = null;
        if (parameters["scope"] is { } text && !ScopeSet.Parse(text).Ok(out scope, out error))
            return error;
        TimeSpan? maxAge = null;
        if (parameters["max_age"] is { } age)
        {
            if (WholeNumber.Read(age) is not { } seconds)
                return OAuthError.InvalidRequest($"The parameter 'max_age' must be a whole number of seconds.");
            maxAge = TimeSpan.FromSeconds(seconds);
        }
        var prompts = (parameters["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(prompts, prompt => prompt is not ("none" or "login" or "consent" or "select_account")) is { } unknown)
            return OAuthError
                .InvalidRequest(
                    $"The prompt value '{new UntrustedText(unknown, "...")}' is not supported. Use login, consent, select_account or none."
                )
                .Because(RefusalKind.NotSupported, $"prompt contains a value other than login, consent, select_account and none");
        if (prompts.Contains("none") && prompts.Length > 1)
            return OAuthError.InvalidRequest($"The prompt value 'none' can't be combined with others.");

        return new AuthorizeRequest
        {
            Scope = scope,
            Claims = claims,
            Challenge = parameters["code_challenge"],
            Nonce = parameters["nonce"],
            Target = RestrictingParameters.Target(parameters),
            LoginHint = parameters["login_hint"],
            IdTokenHint = parameters[RestrictingParameters.IdTokenHint],
            MaxAge = maxAge,
            MustBeSilent = prompts.Contains("none"),
            MustSignIn = prompts.Contains("login"),
            MustSelect = prompts.Contains("select_account"),
            MustAsk = prompts.Contains("consent"),
        };
    }

    private static OAuthError? Fault(Parameters parameters)
    {
        switch (parameters["response_type"])
        {
            case null:
                return OAuthError.InvalidRequest($"The parameter 'response_type' is missing.");
            case not "code":
                return OAuthError
                    .UnsupportedResponseType($"The response type isn't supported here. Use 'code'.")
                    .Because(RefusalKind.NotSupported, $"response_type isn't code");
        }
        if (RestrictingParameters.Fault(parameters) is { } restriction)
            return restriction;

        var (challenge, method) = (parameters["code_challenge"], parameters["code_challenge_method"]);
        if (challenge is null && method is not null)
            return OAuthError
                .InvalidRequest($"The parameter 'code_challenge' is missing. It is required with 'code_challenge_method'.")
                .Because(RefusalKind.PkceMissing, $"code_challenge_method was sent without code_challenge");
        if (challenge is not null && method != CodeChallenge.Method)
            return OAuthError
                .InvalidRequest($"The parameter 'code_challenge_method' must be 'S256'.")
                .Because(RefusalKind.NotSupported, $"code_challenge_method isn't S256");
        if (challenge is not null && !CodeChallenge.IsWellFormed(challenge))
            return OAuthError.InvalidRequest($"The parameter 'code_challenge' must be the base64url-encoded SHA-256 of a verifier.");
        return null;
    }
}
