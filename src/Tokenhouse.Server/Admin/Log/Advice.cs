using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Log;

/// <summary>What to do about a refusal: one or two sentences for the tenant's developer, by kind.</summary>
public static class Advice
{
    public static string Of(RefusalKind kind) => OfRequest(kind) ?? OfClient(kind) ?? OfScope(kind) ?? OfGrant(kind) ?? OfPerson(kind);

    private static string? OfRequest(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Other => "If the sentence does not help, send the correlation id to the vendor.",
            RefusalKind.ServerError => "Try again. If it goes on, send the correlation id to the vendor.",
            RefusalKind.Unavailable => "Send the same request again in a moment.",
            RefusalKind.DialectRetired => "Move to the successor: every answer of the old endpoint names the guide in its Link header.",
            RefusalKind.DialectResting =>
                "Try again after the time in Retry-After, and move to the successor before the endpoint ends for good.",
            RefusalKind.ReportedByApi =>
                "The API refused this, not the token server. If its sentence does not help, ask its team with the correlation id.",
            RefusalKind.MalformedRequest => "Compare the request with the guide for integrators. Each parameter is sent once, in the body.",
            RefusalKind.SecretInUrl =>
                "Take that value as known to others, and replace it. Send it in the body or in the Authorization header.",
            RefusalKind.AuthenticationNotMet =>
                "Leave acr out of claims, or make it voluntary. How a person signs in is not asserted as a class here.",
            RefusalKind.NotSupported => "Leave the parameter out, or use a value that is supported.",
            _ => null,
        };

    private static string? OfClient(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NoCredentials => "Send client id and secret in an Authorization: Basic header, or in the body where that is taken.",
            RefusalKind.MalformedCredentials => "Form-encode id and secret, join them by a colon, encode that in base64, and send it once.",
            RefusalKind.NoSecret => "Send the client's secret along. Perhaps the setting that holds it is empty.",
            RefusalKind.UnknownClient => "Check the client id, and that the host is one of the datacentre where the credential was made.",
            RefusalKind.WrongSecret =>
                "Check which secret the program really sends. If it is lost, add a new one: the old one goes on working.",
            RefusalKind.SecretOfPublicClient => "Leave the secret out. This kind of client has none.",
            RefusalKind.ExpiredSecret =>
                "Add a new secret and put it into the program. Two secrets work side by side, so next time rotate before the end.",
            RefusalKind.EndedSecret => "Put a live secret into the program. The audit says who ended this one.",
            RefusalKind.ClientDisabled =>
                "Enable the credential again if that was not meant; where the vendor disabled it, ask the vendor. The audit says who did.",
            RefusalKind.TenantDisabled => "Ask the vendor why the tenant is disabled.",
            RefusalKind.OtherEnvironment =>
                "Call the host of the credential's own environment, or use the credential of the environment that you call.",
            RefusalKind.OtherTenantHost => "Call the host of your own tenant, or that of the site.",
            RefusalKind.DialectNotEnabled => "Use an endpoint that is enabled for your tenant, or ask the vendor to enable this one.",
            RefusalKind.AddressNotAllowed => "If the address is yours, add it to the allowlist. It counts within a second.",
            RefusalKind.AddressUnknown => "Tell the vendor: the proxy before the server did not say where the request came from.",
            RefusalKind.NoAllowlist => "Add the addresses that you call from to the allowlist of the credential.",
            RefusalKind.EndpointNotForKind => "Use a credential of the kind that the endpoint is for.",
            _ => null,
        };

    private static string? OfScope(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.ScopeMalformed => "Name one or several scopes with one space between them, or leave the parameter out.",
            RefusalKind.ScopeUnknown => "Check the spelling, capitals included. The contract shows the scopes that you have.",
            RefusalKind.ScopeNotOfClient => "Give the scope to the credential, if the contract holds it.",
            RefusalKind.ScopeNotOfSecret => "Add a secret to the credential, let your program use it, then revoke the old one.",
            RefusalKind.ScopeNotInContract => "Ask the vendor to add the scope to the contract, or leave it out of the request.",
            RefusalKind.ContractNotBegun => "Wait for that day, or ask the vendor to let the contract begin earlier.",
            RefusalKind.ContractEnded => "Ask the vendor to renew the contract.",
            RefusalKind.NoScope => "Give the credential at least one scope of the contract.",
            RefusalKind.TargetNotOfScope =>
                "Name the API whose scopes you ask for, by its identifier and no other, or leave resource and audience out.",
            RefusalKind.ScopesOfTwoApis => "Ask for one token for each API.",
            RefusalKind.ScopeOfPerson => "Leave it out. It only means something where a person signs in.",
            RefusalKind.ScopeNotAgreed => "Ask for less, or send the person to the authorization endpoint to agree to more.",
            RefusalKind.ScopeMissing => "Ask for a token with the scope that the endpoint needs.",
            _ => null,
        };

    private static string? OfGrant(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.GrantNotForKind => "Use a grant type that is for this kind of credential, or request a credential of another kind.",
            RefusalKind.GrantNotSupported => "Use one of the grant types that the endpoint knows.",
            RefusalKind.CodeUnknown => "Send the code as it came, to the datacentre that issued it.",
            RefusalKind.CodeExpired => "Exchange the code at once. It lives for a minute.",
            RefusalKind.CodeReused =>
                "Exchange each code once. If your program does, somebody else has seen it: look for it in logs and histories.",
            RefusalKind.RefreshTokenUnknown =>
                "Check that the whole token is stored. If it is, send the person to the authorization endpoint again.",
            RefusalKind.RefreshTokenExpired => "Send the person to the authorization endpoint again. Refreshing in time prevents it.",
            RefusalKind.RefreshTokenReused =>
                "Store the refresh token of each answer before you use it, and refresh from one place. If your program does, the token was stolen.",
            RefusalKind.FamilyEnded => "Send the person to the authorization endpoint again.",
            RefusalKind.OfAnotherClient => "Use codes and tokens with the credential that they were given to.",
            RefusalKind.OfAnotherDialect => "Use the endpoints of the dialect that issued it, or of its successor.",
            RefusalKind.RedirectUriMismatch => "Send the redirect_uri of the authorization request, to the letter.",
            RefusalKind.RedirectUriNotRegistered => "Register the redirect URI with the credential. It is compared to the letter.",
            RefusalKind.PkceMissing => "Send code_challenge with S256 in the authorization request, and code_verifier with the code.",
            RefusalKind.PkceMismatch => "Keep the code_verifier of each authorization request, and send the one that belongs to the code.",
            RefusalKind.AccessTokenMissing => "Send the access token in an Authorization: Bearer header.",
            RefusalKind.AccessTokenUnknown => "Send a token of this site, and all of it. Perhaps it was cut where it is stored.",
            RefusalKind.AccessTokenExpired => "Fetch a new token shortly before the old one ends. expires_in says when that is.",
            RefusalKind.AccessTokenRevoked => "Fetch a new token, and find out what revoked this one.",
            RefusalKind.OfAnotherApi => "Ask for a token with a scope of the API that you call.",
            _ => null,
        };

    private static string OfPerson(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.NotAMember => "If the person should be a member of the tenant, a manager can invite them.",
            RefusalKind.ConsentDeclined => "Nothing is wrong: the person said no.",
            RefusalKind.ConsentWithdrawn => "Send the person to the authorization endpoint. They have to agree anew.",
            RefusalKind.ConsentRequired => "Repeat the request without prompt=none, so that the person can be asked.",
            RefusalKind.SignInRequired => "Repeat the request without prompt=none, so that the person can sign in.",
            RefusalKind.SignInTookTooLong => "Begin again in the application. If it goes on, something on the way alters the address.",
            RefusalKind.SignInUnknownAccount => "Nothing to do, unless it goes on: then somebody is guessing mail addresses.",
            RefusalKind.SignInWrongPassword =>
                "If it was the person, they can choose a new password on the sign-in page. If it goes on, somebody is guessing.",
            RefusalKind.SignInWrongCode =>
                "Check the clock of the device that makes the codes. If it was not the person, their password is known: it must be changed.",
            RefusalKind.SignInWrongPasskey => "Load the page anew and try again, or sign in by password and add the passkey anew.",
            RefusalKind.SignInThrottled => "Wait a quarter of an hour. If it goes on, somebody is guessing.",
            RefusalKind.SignInDisabled => "If the person should still have the account, ask the vendor to enable it.",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no advice about it."),
        };
}
