namespace Tokenhouse.Core;

/// <summary>How an authorization response reaches the client.</summary>
public static class ResponseModes
{
    /// <summary>In the query of the redirect URI (RFC 6749, 4.1.2).</summary>
    public const string Query = "query";

    /// <summary>In a form that the browser posts (OAuth 2.0 Form Post Response Mode).</summary>
    public const string FormPost = "form_post";

    /// <summary>
    /// Why a mode isn't supported; null if it is. Without a mode, the server doesn't know how to send the client an error (OpenID Connect Core 1.0,
    /// 3.1.2.6).
    /// </summary>
    public static OAuthError? Fault(string? mode) =>
        mode is null or Query or FormPost
            ? null
            : OAuthError
                .InvalidRequest($"The response mode isn't supported. Use 'query' or 'form_post'.")
                .Because(RefusalKind.NotSupported, $"response_mode is neither query nor form_post");
}
