namespace Tokenhouse.Server.Hub.People;

/// <summary>The status message about people after a form's redirect. The URL only contains its name.</summary>
internal static class PeopleDone
{
    public const string Invited = "invited";
    public const string Withdrawn = "withdrawn";
    public const string Role = "role";
    public const string Removed = "removed";
    public const string Disabled = "disabled";
    public const string Enabled = "enabled";

    private static readonly Dictionary<string, string> Texts = new()
    {
        [Invited] = "The invitation is on its way. Its link works once, for seven days.",
        [Withdrawn] = "The invitation is withdrawn. Its link leads nowhere any more.",
        [Role] = "The role is changed. It counts from now on.",
        [Removed] = "The person is removed, and everything that acted for them here has ended.",
        [Disabled] = "The account is disabled. Its sessions and its tokens have ended.",
        [Enabled] = "The account is enabled. Its holder can sign in again.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query[Form.Done].ToString());
}
