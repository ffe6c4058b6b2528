using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The credential and the secret that an address of the Hub names.</summary>
internal static class CredentialRoute
{
    public static ClientKey Key(this HttpContext http) =>
        new((string)http.Request.RouteValues["environment"]!, (string)http.Request.RouteValues["client"]!);

    /// <summary>Something of the credential; an id that nothing has where it is none.</summary>
    public static Guid Id(this HttpContext http, string name) =>
        Guid.TryParse((string?)http.Request.RouteValues[name], out var id) ? id : Guid.Empty;
}
