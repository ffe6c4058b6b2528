using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Tokens;

namespace Tokenhouse.Server.OAuth.Metadata;

/// <summary>
/// Authorization server metadata (RFC 8414) and OpenID Connect Discovery 1.0: what works at this host, and nothing else. The issuer is
/// that of the requested host, and so are those of the tokens that are issued there.
/// </summary>
public sealed class MetadataEndpoint(ClientDirectory directory)
{
    private static readonly string[] WithSecret = ["client_secret_basic", "client_secret_post"];
    private static readonly string[] WithOrWithout = [.. WithSecret, "none"];
    private static readonly string[] Claims =
    [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "at_hash",
        "sid",
        "tenant",
        "tenant_id",
        .. StandardClaims.Names,
    ];

    /// <summary>RFC 8414.</summary>
    public Task Handle(HttpContext http, Site site, Dialect dialect) =>
        Write(
            http,
            site,
            (json, scopes) =>
            {
                Describe(json, site, dialect);
                DescribeForApis(json, site, dialect);
                if (site.Tenant is null)
                    DescribeForPeople(
                        json,
                        site,
                        dialect,
                        [.. StandardScopes.SignIn, StandardScopes.OfflineAccess, .. scopes.Except(StandardScopes.SignIn)]
                    );
                else
                    DescribeForMachines(json, scopes);
            }
        );

    /// <summary>
    /// OpenID Connect Discovery 1.0. On a tenant's host, it names no endpoint of the site's host, because OpenID libraries refuse a document that
    /// names another host than its issuer's.
    /// </summary>
    public Task HandleOpenId(HttpContext http, Site site, Dialect dialect) =>
        site.Tenant is null
            ? Handle(http, site, dialect)
            : Write(
                http,
                site,
                (json, scopes) =>
                {
                    Describe(json, site, dialect);
                    DescribeForMachines(json, scopes);
                    DescribeSignatures(json);
                }
            );

    private async Task Write(HttpContext http, Site site, Action<Utf8JsonWriter, List<string>> describe)
    {
        List<string> scopes = [.. (await directory.Catalogue()).Names.Where(scope => IsAt(site, scope)).Order(StringComparer.Ordinal)];
        CacheableJson.Write(http, json => describe(json, scopes));
    }

    /// <summary>Whether clients of the site can have a scope: the Hub's exist only in LIVE, and the one to sign in to it is reserved.</summary>
    private static bool IsAt(Site site, string scope) =>
        scope != HubScopes.SignIn && (site.Environment is TenantEnvironment.LIVE || !HubScopes.Owns(scope));

    private static void Describe(Utf8JsonWriter json, Site site, Dialect dialect)
    {
        json.WriteString("issuer", site.Issuer);
        json.WriteString("token_endpoint", site.Issuer + dialect.Paths[EndpointKind.Token]);
        json.WriteString("jwks_uri", site.Issuer + WellKnownPaths.Keys);
        json.WriteString("introspection_endpoint", site.Issuer + dialect.Paths[EndpointKind.Introspect]);
        Strings(json, "introspection_endpoint_auth_methods_supported", WithSecret);
        json.WriteString("revocation_endpoint", site.Issuer + dialect.Paths[EndpointKind.Revoke]);
        Strings(json, "grant_types_supported", dialect.GrantsAt(site));
    }

    /// <summary>Our own, for APIs: their clients belong to the site, whichever host an API starts from.</summary>
    private static void DescribeForApis(Utf8JsonWriter json, Site site, Dialect dialect)
    {
        var home = site.Datacentre.Site(site.Environment).Issuer;
        json.WriteString("client_state_endpoint", home + dialect.Paths[EndpointKind.ClientState]);
        json.WriteString("refusal_report_endpoint", home + dialect.Paths[EndpointKind.RefusalReport]);
    }

    /// <summary>A tenant's own host, where people can't sign in.</summary>
    private static void DescribeForMachines(Utf8JsonWriter json, List<string> scopes)
    {
        Strings(json, "token_endpoint_auth_methods_supported", WithSecret);
        Strings(json, "revocation_endpoint_auth_methods_supported", WithSecret);
        Strings(json, "response_types_supported", []); // required by RFC 8414, 2
        if (scopes.Count > 0) // RFC 8414, 3.2: claims without a value are omitted
            Strings(json, "scopes_supported", scopes);
    }

    private static void DescribeForPeople(Utf8JsonWriter json, Site site, Dialect dialect, List<string> scopes)
    {
        Strings(json, "token_endpoint_auth_methods_supported", WithOrWithout);
        Strings(json, "revocation_endpoint_auth_methods_supported", WithOrWithout);
        json.WriteString("authorization_endpoint", site.Issuer + dialect.Paths[EndpointKind.Authorize]);
        json.WriteString("userinfo_endpoint", site.Issuer + dialect.Paths[EndpointKind.UserInfo]);
        json.WriteString("end_session_endpoint", site.Issuer + dialect.Paths[EndpointKind.EndSession]);
        Strings(json, "scopes_supported", scopes);
        Strings(json, "response_types_supported", ["code"]);
        Strings(json, "response_modes_supported", [ResponseModes.Query, ResponseModes.FormPost]);
        Strings(json, "code_challenge_methods_supported", [CodeChallenge.Method]);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        DescribeSignatures(json);
        Strings(json, "claims_supported", Claims);
        Strings(json, "ui_locales_supported", ["en"]);
        Strings(json, "prompt_values_supported", ["none", "login", "consent", "select_account"]);
        json.WriteBoolean("claims_parameter_supported", true);
        json.WriteBoolean("request_parameter_supported", false);
        json.WriteBoolean("request_uri_parameter_supported", false);
    }

    /// <summary>Required by OpenID Connect Discovery 1.0, 3.</summary>
    private static void DescribeSignatures(Utf8JsonWriter json)
    {
        Strings(json, "subject_types_supported", ["public"]);
        Strings(json, "id_token_signing_alg_values_supported", [SigningAlgorithms.RS256, SigningAlgorithms.ES256]);
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
