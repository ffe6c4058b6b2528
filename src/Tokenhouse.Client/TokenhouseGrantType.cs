namespace Tokenhouse.Client;

/// <summary>How a program gets tokens for itself.</summary>
public enum TokenhouseGrantType
{
    /// <summary>RFC 6749, 4.4, at <c>/connect/token</c>.</summary>
    ClientCredentials,

    /// <summary>The JSON login with <c>app_id</c> and <c>app_key</c>, at <c>/v1/login</c>. It takes no scopes and no resource.</summary>
    AppKey,
}
