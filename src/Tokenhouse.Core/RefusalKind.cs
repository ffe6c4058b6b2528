namespace Tokenhouse.Core;

/// <summary>The kind of a refusal in the event log, which decides the advice. A closed list: the names are stored and never change.</summary>
public enum RefusalKind
{
    /// <summary>Recorded by a release with other kinds.</summary>
    Other,

    /// <summary>The server failed.</summary>
    ServerError,

    /// <summary>Something couldn't be stored.</summary>
    Unavailable,

    /// <summary>The dialect is retired.</summary>
    DialectRetired,

    /// <summary>The dialect is in a brown-out before its sunset.</summary>
    DialectResting,

    /// <summary>An API refused the call and reported why.</summary>
    ReportedByApi,

    /// <summary>The request isn't what the endpoint expects: a parameter is missing, repeated or unreadable.</summary>
    MalformedRequest,

    /// <summary>The URL contained a parameter that must never be in it.</summary>
    SecretInUrl,

    /// <summary>A parameter or value isn't supported.</summary>
    NotSupported,

    /// <summary>No client authentication at all.</summary>
    NoCredentials,

    /// <summary>Unreadable client authentication.</summary>
    MalformedCredentials,

    /// <summary>Not a refusal: an <c>Authorization</c> header that authenticates no client was ignored.</summary>
    HeaderIgnored,

    /// <summary>A client that must authenticate only sent its ID.</summary>
    NoSecret,

    /// <summary>No client has this ID.</summary>
    UnknownClient,

    /// <summary>The secret matches none of the client's secrets.</summary>
    WrongSecret,

    /// <summary>A secret was sent, but a public client has none.</summary>
    SecretOfPublicClient,

    /// <summary>The secret has expired.</summary>
    ExpiredSecret,

    /// <summary>The secret was revoked.</summary>
    EndedSecret,

    /// <summary>The client is disabled.</summary>
    ClientDisabled,

    /// <summary>The tenant is disabled.</summary>
    TenantDisabled,

    /// <summary>Credentials of the other environment.</summary>
    OtherEnvironment,

    /// <summary>The host of another tenant.</summary>
    OtherTenantHost,

    /// <summary>The tenant doesn't have the dialect.</summary>
    DialectNotEnabled,

    /// <summary>The address isn't on the allowlists.</summary>
    AddressNotAllowed,

    /// <summary>The address can't be determined, and there is an allowlist.</summary>
    AddressUnknown,

    /// <summary>An allowlist is required, but there is none.</summary>
    NoAllowlist,

    /// <summary>Clients of this kind can't use the endpoint.</summary>
    EndpointNotForKind,

    /// <summary>Clients of this kind can't use the grant type.</summary>
    GrantNotForKind,

    /// <summary>The endpoint doesn't support the grant type.</summary>
    GrantNotSupported,

    /// <summary>The scope parameter is unreadable or contains no scope.</summary>
    ScopeMalformed,

    /// <summary>The scopes are too long for one token.</summary>
    ScopeTooLong,

    /// <summary>No API has the scope.</summary>
    ScopeUnknown,

    /// <summary>Not a refusal: a sign-in requested a scope that no API has. It was left out, and the rest was granted.</summary>
    ScopeIgnored,

    /// <summary>The client doesn't have the scope.</summary>
    ScopeNotOfClient,

    /// <summary>The secret is older than the client's right to the scope, and doesn't include it.</summary>
    ScopeNotOfSecret,

    /// <summary>The tenant's contract doesn't include the scope.</summary>
    ScopeNotInContract,

    /// <summary>The contract that includes the scope begins later.</summary>
    ContractNotBegun,

    /// <summary>The contract that included the scope has ended.</summary>
    ContractEnded,

    /// <summary>The client has no scopes.</summary>
    NoScope,

    /// <summary>Scopes of two APIs in one request.</summary>
    ScopesOfTwoApis,

    /// <summary>The request names several APIs.</summary>
    SeveralTargets,

    /// <summary>The request names an API that doesn't exist.</summary>
    TargetUnknown,

    /// <summary>The request names an API of which the client has no scope.</summary>
    TargetNotOfClient,

    /// <summary>The request names another API than the one its scopes belong to.</summary>
    TargetNotOfScope,

    /// <summary>The request requires an authentication class that the server doesn't offer.</summary>
    AuthenticationNotMet,

    /// <summary>A scope about a person in a grant without one.</summary>
    ScopeOfPerson,

    /// <summary>A refresh requested more than was granted.</summary>
    ScopeNotAgreed,

    /// <summary>The access token doesn't have the scope that the endpoint needs.</summary>
    ScopeMissing,

    /// <summary>The authorization code wasn't issued here.</summary>
    CodeUnknown,

    /// <summary>The authorization code has expired.</summary>
    CodeExpired,

    /// <summary>The authorization code was used before.</summary>
    CodeReused,

    /// <summary>The refresh token wasn't issued here.</summary>
    RefreshTokenUnknown,

    /// <summary>The refresh token or its family has expired.</summary>
    RefreshTokenExpired,

    /// <summary>The refresh token was spent before.</summary>
    RefreshTokenReused,

    /// <summary>Not a refusal: a spent refresh token was sent again after the window, and got its unused successor.</summary>
    RefreshTokenRepeated,

    /// <summary>The refresh token's family was ended.</summary>
    FamilyEnded,

    /// <summary>The code or token was issued to another client.</summary>
    OfAnotherClient,

    /// <summary>The code or token is from a dialect that this one doesn't accept.</summary>
    OfAnotherDialect,

    /// <summary>The redirect URI differs from the authorization request's.</summary>
    RedirectUriMismatch,

    /// <summary>The client hasn't registered the redirect URI.</summary>
    RedirectUriNotRegistered,

    /// <summary>PKCE needs a challenge or verifier that wasn't sent.</summary>
    PkceMissing,

    /// <summary>The verifier doesn't match the challenge.</summary>
    PkceMismatch,

    /// <summary>The person isn't a member of the tenant.</summary>
    NotAMember,

    /// <summary>The person declined.</summary>
    ConsentDeclined,

    /// <summary>The person withdrew consent.</summary>
    ConsentWithdrawn,

    /// <summary>The person would have to agree, but no page may be shown.</summary>
    ConsentRequired,

    /// <summary>The person would have to sign in, but no page may be shown.</summary>
    SignInRequired,

    /// <summary>The sign-in took too long, or its URL was altered.</summary>
    SignInTookTooLong,

    /// <summary>No account has this email address.</summary>
    SignInUnknownAccount,

    /// <summary>The password is wrong.</summary>
    SignInWrongPassword,

    /// <summary>The second-factor code is wrong or was already used.</summary>
    SignInWrongCode,

    /// <summary>The passkey wasn't accepted.</summary>
    SignInWrongPasskey,

    /// <summary>Too many attempts, so this one wasn't checked.</summary>
    SignInThrottled,

    /// <summary>The account is disabled.</summary>
    SignInDisabled,

    /// <summary>No access token was sent.</summary>
    AccessTokenMissing,

    /// <summary>The access token isn't from this site, or was altered.</summary>
    AccessTokenUnknown,

    /// <summary>The access token has expired.</summary>
    AccessTokenExpired,

    /// <summary>The access token was revoked.</summary>
    AccessTokenRevoked,

    /// <summary>The access token was issued for another API.</summary>
    OfAnotherApi,
}
