namespace Tokenhouse.Core;

/// <summary>How an authorization response reaches the client.</summary>
public static class ResponseModes
{
    /// <summary>In the query of the redirect URI (RFC 6749, 4.1.2).</summary>
    public const string Query = "query";

    /// <summary>In a form that the browser posts (OAuth 2.0 Form Post Response Mode).</summary>
    public const string FormPost = "form_post";
}
