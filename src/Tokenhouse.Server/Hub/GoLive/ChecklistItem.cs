namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>An item of the go-live checklist, based on recorded activity.</summary>
/// <param name="Name">The item's name.</param>
/// <param name="Title">The requirement.</param>
/// <param name="State">Whether it is.</param>
/// <param name="Evidence">The evidence, as a sentence.</param>
public sealed record ChecklistItem(string Name, string Title, string State, string Evidence)
{
    public const string Token = "token";
    public const string Reuse = "reuse";
    public const string Refusals = "refusals";
    public const string Allowlist = "allowlist";
    public const string People = "people";
    public const string Enabled = "enabled";

    public const string Done = "done";

    /// <summary>Must be done before go-live.</summary>
    public const string ToDo = "to-do";

    /// <summary>Recommended, but not required.</summary>
    public const string Advice = "advice";
}
