using System.Text.Json;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>
/// What an entry of the audit says, for people: who did what to what. What stands in braces is the target, or was written down with the change:
/// as it became, or else as it was; with <c>before.</c> as it was in any case.
/// </summary>
public static partial class Sentences
{
    private static readonly Dictionary<string, string> Deeds = new(StringComparer.Ordinal)
    {
        [Audit.Acts.NetworkAdded] = "put {network} on the allowlist of {target}",
        [Audit.Acts.NetworkRemoved] = "took {network} off the allowlist of {target}",
    };

    /// <summary>The acts that have one.</summary>
    public static IReadOnlyCollection<string> Acts => Deeds.Keys;

    public static string Of(AuditEntry entry)
    {
        if (!Deeds.TryGetValue(entry.Act, out var deed))
            return $"{entry.Actor}: {entry.Act}, {entry.Target}"; // of a later release, during an upgrade
        var (before, after) = (AuditState.Read(entry.Before), AuditState.Read(entry.After));
        return $"{entry.Actor} {Blank().Replace(deed, blank => Fill(blank, entry.Target, before, after))}.";
    }

    private static string Fill(Match blank, string target, JsonElement? before, JsonElement? after)
    {
        var name = blank.Groups["name"].Value;
        if (name == "target")
            return target;
        return (blank.Groups["before"].Success ? null : AuditState.Text(after, name)) ?? AuditState.Text(before, name) ?? "something";
    }

    [GeneratedRegex(@"\{(?<before>before\.)?(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}
