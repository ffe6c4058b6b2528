using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>The status message about people after a form's redirect. The URL only contains its name.</summary>
internal static class PeopleStatusMessages
{
    public const string Invited = "invited";
    public const string Withdrawn = "withdrawn";
    public const string Role = "role";
    public const string Removed = "removed";
    public const string Disabled = "disabled";
    public const string Enabled = "enabled";

    private static readonly Dictionary<string, string> Texts = new()
    {
        [Invited] = "Invitation sent. Its link works once, for seven days.",
        [Withdrawn] = "Invitation withdrawn. Its link no longer works.",
        [Role] = "Role changed.",
        [Removed] = "Person removed. Everything that acted for them here has ended.",
        [Disabled] = "Account disabled. Its sessions and tokens have ended.",
        [Enabled] = "Account enabled. The person can sign in again.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query[FormExtensions.Done].ToString());
}
