namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>The readable state of a checklist item, and the style of its badge.</summary>
internal static class GoLiveTexts
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
