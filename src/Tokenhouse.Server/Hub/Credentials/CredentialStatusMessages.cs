namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The status message about a credential after a form's redirect. The URL only contains its name.</summary>
internal static class CredentialStatusMessages
{
    public const string Changed = "changed";
    public const string Scopes = "scopes";
    public const string TokenSettings = "token-settings";
    public const string Disabled = "disabled";
    public const string Enabled = "enabled";
    public const string EndChanged = "end-changed";
    public const string Ended = "ended";

    private static readonly Dictionary<string, string> Texts = new()
    {
        [Changed] = "Settings saved. They take effect within a second.",
        [Scopes] = "Scopes saved. They apply to new tokens.",
        [TokenSettings] = "Token settings saved. They take effect within a second.",
        [Disabled] = "Credential disabled. It gets no more tokens, and its existing tokens no longer work.",
        [Enabled] = "Credential enabled.",
        [EndChanged] = "Expiry changed.",
        [Ended] = "Secret revoked. It is refused within a second.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query["done"].ToString());

    /// <summary>Redirects the browser to a page that shows it.</summary>
    public static void Show(HttpContext http, string page, string done)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{page}?done={done}";
    }
}
