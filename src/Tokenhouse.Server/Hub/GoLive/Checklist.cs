using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>Whether a UAT credential may go live, and what is missing.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="Name">Its name.</param>
/// <param name="Items">The items.</param>
/// <param name="OpenRequest">The request of a go-live in progress.</param>
/// <param name="Live">LIVE credentials from earlier go-lives.</param>
public sealed record Checklist(
    ClientKey Credential,
    string Name,
    IReadOnlyList<ChecklistItem> Items,
    Guid? OpenRequest,
    IReadOnlyList<string> Live
)
{
    /// <summary>Whether nothing is missing. Advice may remain.</summary>
    public bool IsReady => Items.All(item => item.State != ChecklistItem.ToDo);

    /// <summary>Why it can't go live; null if it can.</summary>
    internal Problem? Fault =>
        Items.Any(item => item.Name == ChecklistItem.Enabled)
            ? Problem.Conflict("The credential is disabled. Enable it, and use it in UAT to show that it works.")
        : IsReady ? null
        : Problem.Conflict(
            $"It isn't ready to go live. Still to do: {string.Join("; ", Items.Where(item => item.State == ChecklistItem.ToDo).Select(item => item.Title))}."
        );
}
