using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.Core;

/// <summary>A value, or the protocol error that was found instead of it. Anything that is neither is an exception.</summary>
public readonly struct Result<T>
    where T : class
{
    private readonly T? value;
    private readonly OAuthError? error;

    private Result(T? value, OAuthError? error) => (this.value, this.error) = (value, error);

    /// <summary>Tells which of the two it is, and hands it out.</summary>
    public bool Ok([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out OAuthError? error)
    {
        (value, error) = (this.value, this.error);
        return value is not null || (error is null ? throw new InvalidOperationException("An empty result.") : false);
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(OAuthError error) => new(null, error);
}
