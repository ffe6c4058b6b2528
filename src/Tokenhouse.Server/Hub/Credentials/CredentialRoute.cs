using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Reads the credential and the secret from a URL of the Hub.</summary>
internal static class CredentialRoute
{
    public static ClientKey Key(this HttpContext http) =>
        new((string)http.Request.RouteValues["environment"]!, (string)http.Request.RouteValues["client"]!);

    /// <summary>The ID of a part of the credential; an unused ID if it is invalid.</summary>
    public static Guid Id(this HttpContext http, string name) =>
        Guid.TryParse((string?)http.Request.RouteValues[name], out var id) ? id : Guid.Empty;
}
