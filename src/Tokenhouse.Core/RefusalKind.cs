namespace Tokenhouse.Core;

/// <summary>What a refusal comes to, for the event log: advice goes by it. Closed; the names are stored, and never change.</summary>
public enum RefusalKind
{
    /// <summary>Recorded by a release that knew fewer, or more, kinds.</summary>
    Other,

    /// <summary>Something failed on the server's side.</summary>
    ServerError,

    /// <summary>Something could not be stored at the moment.</summary>
    Unavailable,

    /// <summary>The dialect's last day is over.</summary>
    DialectRetired,

    /// <summary>The dialect rests for a while before its last day.</summary>
    DialectResting,

    /// <summary>An API refused, and said why.</summary>
    ReportedByApi,

    /// <summary>The request is not what the endpoint expects: a parameter is missing, sent twice, or cannot be read.</summary>
    MalformedRequest,

    /// <summary>What must never stand in a URL did.</summary>
    SecretInUrl,

    /// <summary>A parameter, or a value of one, that is not supported.</summary>
    NotSupported,

    /// <summary>No client authentication at all.</summary>
    NoCredentials,

    /// <summary>Client authentication that cannot be read.</summary>
    MalformedCredentials,

    /// <summary>A client that must prove who it is sent its id alone.</summary>
    NoSecret,

    /// <summary>No client has the id.</summary>
    UnknownClient,

    /// <summary>The secret is none of the client's.</summary>
    WrongSecret,

    /// <summary>A public client has no secret, and one was sent.</summary>
    SecretOfPublicClient,

    /// <summary>The secret's time is over.</summary>
    ExpiredSecret,

    /// <summary>Somebody ended the secret.</summary>
    EndedSecret,

    /// <summary>The client is disabled.</summary>
    ClientDisabled,

    /// <summary>The tenant is disabled.</summary>
    TenantDisabled,

    /// <summary>Credentials of the other environment.</summary>
    OtherEnvironment,

    /// <summary>The host of another tenant, or of a tenant where the vendor's own host was meant.</summary>
    OtherTenantHost,

    /// <summary>The tenant does not have the dialect.</summary>
    DialectNotEnabled,

    /// <summary>The address is on no allowlist that counts.</summary>
    AddressNotAllowed,

    /// <summary>The address cannot be determined, and there is an allowlist.</summary>
    AddressUnknown,

    /// <summary>An allowlist is required, and there is none.</summary>
    NoAllowlist,

    /// <summary>Clients of this kind may not use the endpoint.</summary>
    EndpointNotForKind,

    /// <summary>Clients of this kind may not use the grant type.</summary>
    GrantNotForKind,

    /// <summary>The endpoint does not know the grant type.</summary>
    GrantNotSupported,

    /// <summary>The scope parameter cannot be read, or names nothing.</summary>
    ScopeMalformed,

    /// <summary>No API has the scope.</summary>
    ScopeUnknown,

    /// <summary>The client was not given the scope.</summary>
    ScopeNotOfClient,

    /// <summary>The secret is older than the client's right to the scope, and does not carry it.</summary>
    ScopeNotOfSecret,

    /// <summary>The tenant's contract does not hold the scope.</summary>
    ScopeNotInContract,

    /// <summary>The contract that holds the scope begins later.</summary>
    ContractNotBegun,

    /// <summary>The contract that held the scope has ended.</summary>
    ContractEnded,

    /// <summary>The client was given no scope at all.</summary>
    NoScope,

    /// <summary>Scopes of two APIs in one request.</summary>
    ScopesOfTwoApis,

    /// <summary>The request named another API than the one that its scopes belong to.</summary>
    TargetNotOfScope,

    /// <summary>The request made a way of authentication essential that is not offered.</summary>
    AuthenticationNotMet,

    /// <summary>A scope about a person where there is none.</summary>
    ScopeOfPerson,

    /// <summary>A refresh asked for more than was agreed to.</summary>
    ScopeNotAgreed,

    /// <summary>The access token lacks the scope that the endpoint needs.</summary>
    ScopeMissing,

    /// <summary>The authorization code is none that was issued here.</summary>
    CodeUnknown,

    /// <summary>The authorization code's time is over.</summary>
    CodeExpired,

    /// <summary>The authorization code was used before.</summary>
    CodeReused,

    /// <summary>The refresh token is none that was issued here.</summary>
    RefreshTokenUnknown,

    /// <summary>The refresh token's time is over, or its family's.</summary>
    RefreshTokenExpired,

    /// <summary>The refresh token was spent before.</summary>
    RefreshTokenReused,

    /// <summary>The refresh token's family was ended.</summary>
    FamilyEnded,

    /// <summary>A code or token that was given to another client.</summary>
    OfAnotherClient,

    /// <summary>A code or token of a dialect that this one does not take.</summary>
    OfAnotherDialect,

    /// <summary>The redirect URI is not the one of the authorization request.</summary>
    RedirectUriMismatch,

    /// <summary>The client did not register the redirect URI.</summary>
    RedirectUriNotRegistered,

    /// <summary>A challenge or verifier that PKCE needs was not sent.</summary>
    PkceMissing,

    /// <summary>The verifier does not belong to the challenge.</summary>
    PkceMismatch,

    /// <summary>The person is no member of the tenant any more, or never was.</summary>
    NotAMember,

    /// <summary>The person declined.</summary>
    ConsentDeclined,

    /// <summary>The person took back what they had agreed to.</summary>
    ConsentWithdrawn,

    /// <summary>The person would have to agree, and nothing may be shown.</summary>
    ConsentRequired,

    /// <summary>The person would have to sign in, and nothing may be shown.</summary>
    SignInRequired,

    /// <summary>The sign-in took too long, or its address was altered.</summary>
    SignInTookTooLong,

    /// <summary>No account has the mail address.</summary>
    SignInUnknownAccount,

    /// <summary>The password is wrong.</summary>
    SignInWrongPassword,

    /// <summary>The code of the second factor is wrong, or was used before.</summary>
    SignInWrongCode,

    /// <summary>The passkey was not accepted.</summary>
    SignInWrongPasskey,

    /// <summary>Too many attempts, so that this one was not looked at.</summary>
    SignInThrottled,

    /// <summary>The account is disabled.</summary>
    SignInDisabled,

    /// <summary>No access token was sent.</summary>
    AccessTokenMissing,

    /// <summary>The access token is none of this site, or was altered.</summary>
    AccessTokenUnknown,

    /// <summary>The access token's time is over.</summary>
    AccessTokenExpired,

    /// <summary>The access token was revoked.</summary>
    AccessTokenRevoked,

    /// <summary>The access token was made for another API.</summary>
    OfAnotherApi,
}
