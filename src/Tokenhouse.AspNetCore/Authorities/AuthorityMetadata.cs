using System.Text.Json;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Authorities;

/// <summary>
/// An authority's metadata (RFC 8414). Accepted only if its issuer is the one that was asked (3.3), and only with URLs to which credentials may be
/// sent.
/// </summary>
internal sealed record AuthorityMetadata(Uri Keys, Uri? Introspection, Uri? ClientState, Uri? RefusalReports)
{
    public const string Path = "/.well-known/oauth-authorization-server";

    /// <exception cref="InvalidAuthorityResponseException">It belongs to another issuer, or contains unusable values.</exception>
    public static AuthorityMetadata Read(string authority, BackchannelResponse backchannelResponse)
    {
        using var document = backchannelResponse.Json();
        var metadata = document.RootElement;
        if (metadata.ValueKind is not JsonValueKind.Object || Text(metadata, "issuer") != authority)
            throw new InvalidAuthorityResponseException(
                $"The metadata of {authority} belongs to another issuer. Check the spelling of the authority."
            );
        return new(
            Endpoint(metadata, "jwks_uri", authority)
                ?? throw new InvalidAuthorityResponseException($"The metadata of {authority} has no jwks_uri."),
            Endpoint(metadata, "introspection_endpoint", authority),
            Endpoint(metadata, "client_state_endpoint", authority),
            Endpoint(metadata, "refusal_report_endpoint", authority)
        );
    }

    private static Uri? Endpoint(JsonElement metadata, string name, string authority)
    {
        if (Text(metadata, name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && TransportSecurity.IsSafe(address)
            ? address
            : throw new InvalidAuthorityResponseException($"The metadata of {authority} has a {name} that is neither https nor loopback.");
    }

    private static string? Text(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
