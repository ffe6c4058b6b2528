using Tokenhouse.Server.Admin.Clients;

namespace Tokenhouse.Server.Admin.GoLive;

/// <summary>Whether a UAT credential may go live, and what is missing.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Items">What was looked at.</param>
/// <param name="OpenRequest">The go-live that is under way.</param>
/// <param name="Live">The LIVE credentials that came of it before.</param>
public sealed record Checklist(
    ClientKey Credential,
    string Name,
    IReadOnlyList<ChecklistItem> Items,
    Guid? OpenRequest,
    IReadOnlyList<string> Live
)
{
    /// <summary>Whether nothing is missing; advice may be left.</summary>
    public bool IsReady => Items.All(item => item.State != ChecklistItem.ToDo);
}
