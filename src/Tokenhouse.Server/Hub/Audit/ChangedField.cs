using System.Text;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>One changed field, in readable form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">Null if it didn't exist.</param>
/// <param name="After">Null if it no longer exists.</param>
public sealed record ChangedField(string Name, string? Before, string? After)
{
    public static IReadOnlyList<ChangedField> Of(AuditItem entry)
    {
        var (before, after) = (AuditSnapshot.Fields(entry.Before).ToList(), AuditSnapshot.Fields(entry.After).ToList());
        return
        [
            .. before
                .Concat(after)
                .Select(field => field.Name)
                .Distinct()
                .Select(name => new ChangedField(Words(name), Text(before, name), Text(after, name))),
        ];
    }

    private static string? Text(List<(string Name, string Text)> fields, string name) =>
        fields.Find(field => field.Name == name) is { Name: not null } field ? field.Text : null;

    /// <summary>"expiresAt" is two words.</summary>
    private static string Words(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
            if (words.Length == 0)
                words.Append(char.ToUpperInvariant(letter));
            else if (char.IsUpper(letter))
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                words.Append(letter);
        return words.ToString();
    }
}
