namespace Tokenhouse.Client;

/// <summary>Which endpoints an API's tokens for people come from. Its documentation says so.</summary>
public enum TokenhouseDialect
{
    /// <summary>The standard endpoints, below <c>/connect</c>.</summary>
    Connect,

    /// <summary>The endpoints below <c>/oauth/v2</c>.</summary>
    OAuthV2,

    /// <summary>The endpoints below <c>/oauth2</c>, which are being retired. They have no revocation.</summary>
    OAuth2Legacy,
}
