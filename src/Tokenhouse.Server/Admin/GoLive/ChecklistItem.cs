namespace Tokenhouse.Server.Admin.GoLive;

/// <summary>One thing that is looked at before a UAT credential goes live, as far as what was recorded shows it.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Title">What should be so.</param>
/// <param name="State">Whether it is.</param>
/// <param name="Evidence">What that was concluded from, in a sentence.</param>
public sealed record ChecklistItem(string Name, string Title, string State, string Evidence)
{
    public const string Token = "token";
    public const string Reuse = "reuse";
    public const string Refusals = "refusals";
    public const string Allowlist = "allowlist";
    public const string People = "people";
    public const string Enabled = "enabled";

    public const string Done = "done";

    /// <summary>Must be done before it goes live.</summary>
    public const string ToDo = "to-do";

    /// <summary>Should be done, and need not be.</summary>
    public const string Advice = "advice";
}
