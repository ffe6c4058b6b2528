namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The values of a filter that aren't understood. The API refuses them; pages, which only offer valid ones, ignore them.</summary>
internal sealed class FilterFaults
{
    private readonly Dictionary<string, string> faults = [];

    /// <summary>The problem; null if all values are understood.</summary>
    public Problem? Problem => faults.Count == 0 ? null : Problem.Invalid(faults);

    public FilterFaults Environment(string? value) =>
        Check("environment", value, ClientKey.Read(value) is not null, ClientKey.Environments);

    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value; an empty one doesn't filter.</param>
    /// <param name="choices">What it can be.</param>
    public FilterFaults OneOf(string name, string? value, IReadOnlyList<string> choices) =>
        Check(name, value, choices.Contains(value, StringComparer.OrdinalIgnoreCase), Sentence(choices));

    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value; an empty one doesn't filter.</param>
    /// <param name="isKnown">Whether it is understood.</param>
    /// <param name="choices">What it can be.</param>
    public FilterFaults OneOf(string name, string? value, bool isKnown, IReadOnlyList<string> choices) =>
        Check(name, value, isKnown, Sentence(choices));

    private FilterFaults Check(string name, string? value, bool isKnown, string sentence)
    {
        if (!string.IsNullOrEmpty(value) && !isKnown)
            faults[name] = sentence;
        return this;
    }

    private static string Sentence(IReadOnlyList<string> choices) => $"Use {string.Join(", ", choices.SkipLast(1))} or {choices[^1]}.";
}
