using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.Server.Admin;

/// <summary>What a use case came to: its output, or why it was not done.</summary>
public readonly struct Outcome<T>
    where T : class
{
    private readonly T? value;
    private readonly Problem? problem;

    private Outcome(T? value, Problem? problem) => (this.value, this.problem) = (value, problem);

    /// <summary>Tells which of the two it is, and hands it out.</summary>
    public bool Ok([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        (value, problem) = (this.value, this.problem);
        return value is not null || (problem is null ? throw new InvalidOperationException("An empty outcome.") : false);
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(null, problem);
}
