using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.AspNetCore;

/// <summary>A value, or the refusal that replaces it.</summary>
internal readonly struct Result<T>
    where T : class
{
    private readonly T? value;
    private readonly TokenhouseRefusal? refusal;

    private Result(T? value, TokenhouseRefusal? refusal) => (this.value, this.refusal) = (value, refusal);

    /// <summary>Returns whether it is a value, and gives out the value or the refusal.</summary>
    public bool Ok([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out TokenhouseRefusal? refusal)
    {
        (value, refusal) = (this.value, this.refusal);
        return value is not null || (refusal is null ? throw new InvalidOperationException("An empty result.") : false);
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(TokenhouseRefusal refusal) => new(null, refusal);
}
