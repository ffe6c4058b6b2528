using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>What to do about a refusal: one or two sentences for the tenant's developer, by kind.</summary>
public static class RefusalAdvice
{
    public static string Of(RefusalKind kind) => OfRequest(kind) ?? OfClient(kind) ?? OfScope(kind) ?? OfGrant(kind) ?? OfPerson(kind);

    private static string? OfRequest(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Other => "If this doesn't help, send the correlation ID to the vendor.",
            RefusalKind.ServerError => "Try again. If it keeps happening, send the correlation ID to the vendor.",
            RefusalKind.Unavailable => "Send the same request again in a moment.",
            RefusalKind.DialectRetired =>
                "Move to the successor. Every response of the old endpoint links to the guide in its Link header.",
            RefusalKind.DialectResting =>
                "Try again after the time in Retry-After, and move to the successor before the endpoint is shut down.",
            RefusalKind.ReportedByApi =>
                "The API refused this, not the token server. If its message doesn't help, send the correlation ID to the API's team.",
            RefusalKind.MalformedRequest => "Compare the request with the guide for integrators. Send each parameter once, in the body.",
            RefusalKind.SecretInUrl => "Treat the value as compromised and replace it. Send it in the body or in the Authorization header.",
            RefusalKind.AuthenticationNotMet =>
                "Remove acr from claims, or make it voluntary. This server doesn't assert authentication context classes.",
            RefusalKind.NotSupported => "Omit the parameter, or use a supported value.",
            _ => null,
        };

    private static string? OfClient(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NoCredentials =>
                "Send the client ID and secret in an Authorization: Basic header, or in the body where that is supported.",
            RefusalKind.MalformedCredentials =>
                "Form-encode ID and secret, join them with a colon, encode the result in base64, and send it once.",
            RefusalKind.HeaderIgnored =>
                "Nothing was refused. If your program doesn't mean to send this header, remove it. A proxy may also have added it.",
            RefusalKind.NoSecret => "Send the client's secret. The setting that contains it may be empty.",
            RefusalKind.UnknownClient =>
                "Check the client ID, and that the host belongs to the datacentre where the credential was created.",
            RefusalKind.WrongSecret => "Check which secret your program sends. Lost it? Add another; the existing one keeps working.",
            RefusalKind.SecretOfPublicClient => "Don't send a secret. This kind of client has none.",
            RefusalKind.ExpiredSecret =>
                "Add a new secret and use it in your program. Two secrets can work at the same time, so next time rotate before the old one expires.",
            RefusalKind.EndedSecret => "Use a live secret in your program. The audit says who revoked this one.",
            RefusalKind.ClientDisabled =>
                "If this was a mistake, enable the credential. If the vendor disabled it, ask the vendor. The audit says who disabled it.",
            RefusalKind.TenantDisabled => "Ask the vendor why the tenant is disabled.",
            RefusalKind.OtherEnvironment =>
                "Call the host of the credential's environment, or use a credential for the environment that you call.",
            RefusalKind.OtherTenantHost => "Call your own tenant's host, or the site's host.",
            RefusalKind.DialectNotEnabled => "Use an endpoint enabled for your tenant, or ask the vendor to enable this one.",
            RefusalKind.AddressNotAllowed => "If the address is yours, add it to the allowlist. It takes effect within a second.",
            RefusalKind.AddressUnknown =>
                "Tell the vendor that the proxy in front of the server didn't report where the request came from.",
            RefusalKind.NoAllowlist => "Add the addresses that you call from to the credential's allowlist.",
            RefusalKind.EndpointNotForKind => "Use a credential of the kind this endpoint is for.",
            _ => null,
        };

    private static string? OfScope(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.ScopeMalformed => "Send one or more scopes separated by single spaces, or omit the parameter.",
            RefusalKind.ScopeTooLong =>
                "Request fewer scopes in one token. Without a scope parameter, the request is for all scopes of the credential.",
            RefusalKind.ScopeUnknown => "Check the spelling, including upper and lower case. The contract shows your scopes.",
            RefusalKind.ScopeIgnored =>
                "If your program needs such a scope, check the spelling. Otherwise you can remove it from the request. Nothing was refused.",
            RefusalKind.ScopeNotOfClient => "If the contract has the scope, add it to the credential.",
            RefusalKind.ScopeNotOfSecret => "Add a secret to the credential, let your program use it, then revoke the old one.",
            RefusalKind.ScopeNotInContract => "Ask the vendor to add the scope to the contract, or remove it from the request.",
            RefusalKind.ContractNotBegun => "Wait until that day, or ask the vendor for an earlier start of the contract.",
            RefusalKind.ContractEnded => "Ask the vendor to renew the contract.",
            RefusalKind.NoScope => "Add at least one scope of the contract to the credential.",
            RefusalKind.TargetNotOfScope => "Set resource or audience to the identifier of the API whose scopes you request, or omit both.",
            RefusalKind.TargetUnknown =>
                "Ask the vendor for the identifier of the API, and send exactly that. It is also the aud of its tokens.",
            RefusalKind.TargetNotOfClient =>
                "If the contract has a scope of this API, add it to the credential. Otherwise, ask the vendor.",
            RefusalKind.SeveralTargets => "Request a separate token for each API, and name one in each request.",
            RefusalKind.ScopesOfTwoApis => "Request a separate token for each API. The parameter resource names the one you want.",
            RefusalKind.ScopeOfPerson => "Omit it. It only has a meaning when a person signs in.",
            RefusalKind.ScopeNotAgreed => "Request less, or send the person to the authorization endpoint to agree to more.",
            RefusalKind.ScopeMissing => "Request a token with the scope that the endpoint needs.",
            _ => null,
        };

    private static string? OfGrant(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.GrantNotForKind => "Use a grant type for this kind of credential, or request a credential of another kind.",
            RefusalKind.GrantNotSupported => "Use a grant type that the endpoint supports.",
            RefusalKind.CodeUnknown => "Send the code unchanged, to the datacentre that issued it.",
            RefusalKind.CodeExpired => "Exchange the code at once. It expires after a minute.",
            RefusalKind.CodeReused =>
                "Exchange each code only once. If your program does so, someone else has seen the code: check logs and browser histories for it.",
            RefusalKind.RefreshTokenUnknown =>
                "Check that you store the whole token. If you do, send the person to the authorization endpoint again.",
            RefusalKind.RefreshTokenExpired =>
                "Send the person to the authorization endpoint again. To prevent this, refresh before the token expires.",
            RefusalKind.RefreshTokenReused =>
                "Store each new refresh token before you use it, and refresh from one place only. If your program does so, the token was stolen.",
            RefusalKind.RefreshTokenRepeated =>
                "If a response was lost, there is nothing to do. If this happens often, let your program wait longer for responses, and store tokens first.",
            RefusalKind.FamilyEnded => "Send the person to the authorization endpoint again.",
            RefusalKind.OfAnotherClient => "Use codes and tokens with the credential they were issued to.",
            RefusalKind.OfAnotherDialect => "Use the endpoints of the dialect that issued it, or of its successor.",
            RefusalKind.RedirectUriMismatch => "Send exactly the redirect_uri of the authorization request.",
            RefusalKind.RedirectUriNotRegistered => "Register the redirect URI with the credential. It must match exactly.",
            RefusalKind.PkceMissing => "Send code_challenge with S256 in the authorization request, and code_verifier with the code.",
            RefusalKind.PkceMismatch => "Store the code_verifier of each authorization request, and send the one that belongs to the code.",
            RefusalKind.AccessTokenMissing => "Send the access token in an Authorization: Bearer header.",
            RefusalKind.AccessTokenUnknown => "Send the whole token, from this site. It may have been cut off where you store it.",
            RefusalKind.AccessTokenExpired => "Get a new token shortly before the old one expires. expires_in says when that is.",
            RefusalKind.AccessTokenRevoked => "Get a new token, and find out what revoked this one.",
            RefusalKind.OfAnotherApi => "Request a token with a scope of the API that you call.",
            _ => null,
        };

    private static string OfPerson(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NotAMember => "If the person should be a member of the tenant, a Manager can invite them.",
            RefusalKind.ConsentDeclined => "Nothing is wrong: the person declined.",
            RefusalKind.ConsentWithdrawn => "Send the person to the authorization endpoint. They have to agree again.",
            RefusalKind.ConsentRequired => "Repeat the request without prompt=none, so that the person can agree.",
            RefusalKind.SignInRequired => "Repeat the request without prompt=none, so that the person can sign in.",
            RefusalKind.SignInTookTooLong => "Start again in the application. If it keeps happening, something alters the URL in transit.",
            RefusalKind.SignInUnknownAccount =>
                "You don't need to do anything. If it keeps happening, someone may be guessing email addresses.",
            RefusalKind.SignInWrongPassword =>
                "If it was the account holder, they can choose a new password on the sign-in page. If it keeps happening, someone may be guessing.",
            RefusalKind.SignInWrongCode =>
                "Check the clock of the device that creates the codes. If it wasn't the account holder, someone knows their password. They must change it.",
            RefusalKind.SignInWrongPasskey => "Reload the page and try again, or sign in with your password and add the passkey again.",
            RefusalKind.SignInThrottled => "Wait 15 minutes. If it keeps happening, someone may be guessing.",
            RefusalKind.SignInDisabled => "If the person should still have access, ask the vendor to enable the account.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no advice about it."),
        };
}
