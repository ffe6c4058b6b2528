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

    /// <summary>Why it cannot go live; null: it can.</summary>
    internal Problem? Fault =>
        Items.Any(item => item.Name == ChecklistItem.Enabled)
            ? Problem.Conflict("The credential is disabled. Enable it, and show in UAT that it works.")
        : IsReady ? null
        : Problem.Conflict(
            $"It is not ready to go live. Still to do: {string.Join("; ", Items.Where(item => item.State == ChecklistItem.ToDo).Select(item => item.Title))}."
        );
}
