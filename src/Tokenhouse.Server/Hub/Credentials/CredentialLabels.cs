using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Readable names of kinds and states, and the style of their badges.</summary>
internal static class CredentialLabels
{
    public static string Of(ClientKind kind) =>
        kind switch
        {
            ClientKind.AppKey => "App key",
            ClientKind.Api => "API",
            _ => kind.ToString(),
        };

    public static string Of(CredentialState state) =>
        state switch
        {
            CredentialState.Ending => "Expires soon",
            CredentialState.Ended => "No live secret",
            CredentialState.Waiting => "Secret not collected yet",
            _ => state.ToString(),
        };

    public static string Look(CredentialState state) =>
        state switch
        {
            CredentialState.Active => "badge-live",
            CredentialState.Ending or CredentialState.Waiting => "badge-uat",
            _ => "badge-off",
        };

    public static string Look(SecretState state) => state is SecretState.Live ? "badge-live" : "badge-off";
}
