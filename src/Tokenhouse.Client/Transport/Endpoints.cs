namespace Tokenhouse.Client.Transport;

/// <summary>The paths of each dialect. They are fixed, so nothing has to be read from the authority before a secret is sent to it.</summary>
internal static class Endpoints
{
    public static string Token(TokenhouseDialect dialect) =>
        dialect switch
        {
            TokenhouseDialect.OAuthV2 => "/oauth/v2/oauth-token",
            TokenhouseDialect.OAuth2Legacy => "/oauth2/token",
            _ => "/connect/token",
        };

    public static string Authorize(TokenhouseDialect dialect) =>
        dialect switch
        {
            TokenhouseDialect.OAuthV2 => "/oauth/v2/oauth-authorize",
            TokenhouseDialect.OAuth2Legacy => "/oauth2/authorize",
            _ => "/connect/authorize",
        };

    /// <summary>OAuthV2 also revokes what OAuth2Legacy issued.</summary>
    public static string Revoke(TokenhouseDialect dialect) =>
        dialect is TokenhouseDialect.Connect ? "/connect/revoke" : "/oauth/v2/oauth-revoke";
}
