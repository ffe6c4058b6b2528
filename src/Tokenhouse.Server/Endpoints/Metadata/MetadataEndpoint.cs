using System.Text.Json;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Metadata;

/// <summary>
/// Authorization server metadata (RFC 8414): what works at this host, and nothing that does not. The issuer is that of the
/// host that was asked.
/// </summary>
public sealed class MetadataEndpoint(ClientDirectory directory)
{
    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        List<string> scopes = [.. (await directory.Catalogue()).Keys.Order(StringComparer.Ordinal)];
        PublicJson.Write(http, json => Describe(json, site, dialect, scopes));
    }

    private static void Describe(Utf8JsonWriter json, Site site, Dialect dialect, List<string> scopes)
    {
        json.WriteString("issuer", site.Issuer);
        json.WriteString("token_endpoint", site.Issuer + dialect.Paths[Operation.Token]);
        json.WriteString("jwks_uri", site.Issuer + WellKnown.Keys);
        if (scopes.Count > 0) // RFC 8414, 3.2: claims without a value are omitted
            Strings(json, "scopes_supported", scopes);
        Strings(json, "response_types_supported", []); // required by RFC 8414, 2; there is no authorization endpoint
        Strings(json, "grant_types_supported", [GrantTypes.ClientCredentials]);
        Strings(json, "token_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"]);
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
