using System.Diagnostics.CodeAnalysis;

namespace Tokenhouse.Core;

/// <summary>
/// A value, or why there is none: an <see cref="OAuthError"/> in the protocol, a problem in the Hub. Anything that is neither is an exception.
/// </summary>
public readonly struct Result<T, TError>
    where T : class
    where TError : class
{
    private readonly T? value;
    private readonly TError? error;

    private Result(T? value, TError? error) => (this.value, this.error) = (value, error);

    /// <summary>Returns whether it is a value, and gives out the value or the error.</summary>
    public bool Ok([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out TError? error)
    {
        (value, error) = (this.value, this.error);
        return value is not null || (error is null ? throw new InvalidOperationException("An empty result.") : false);
    }

    public static implicit operator Result<T, TError>(T value) => new(value, null);

    public static implicit operator Result<T, TError>(TError error) => new(null, error);
}
