using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The text beside a field for redirect URIs.</summary>
internal static class RedirectUriHint
{
    public static string Of(ClientKind kind, TenantEnvironment environment) =>
        !RedirectUri.MayUseLocalhost(kind, environment) ? "One per line. They must match exactly."
        : kind is ClientKind.Native
            ? "One per line. They must match exactly, except for the port of this machine. Use http://127.0.0.1 rather than http://localhost: the "
                + "name can lead elsewhere, or make your app listen on other networks (RFC 8252, 8.3)."
        : "One per line. They must match exactly. UAT also accepts http://localhost. http://127.0.0.1 is better: the name can lead elsewhere, "
            + "or make your application listen on other networks (RFC 8252, 8.3).";
}
