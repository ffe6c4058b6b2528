using Tokenhouse.Server.Admin.GoLive;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>The state of an item of the checklist as people read it, and the look of its badge.</summary>
internal static class GoLiveWords
{
    public static string State(ChecklistItem item) =>
        item.State switch
        {
            ChecklistItem.Done => "Done",
            ChecklistItem.ToDo => "To do",
            _ => "Advice",
        };

    public static string Look(ChecklistItem item) =>
        item.State switch
        {
            ChecklistItem.Done => "badge-live",
            ChecklistItem.ToDo => "badge-uat",
            _ => "badge-off",
        };
}
