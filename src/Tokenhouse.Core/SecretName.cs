namespace Tokenhouse.Core;

/// <summary>How the log names a secret: by its last characters, or by its day where it is too short to show any of them.</summary>
/// <param name="Hint">Its last characters; may be empty.</param>
/// <param name="CreatedAt">When it was created.</param>
public readonly record struct SecretName(string Hint, DateTimeOffset CreatedAt)
{
    public TrustedText Text =>
        new(Hint.Length > 0 ? $"the secret ending in {Hint}" : FormattableString.Invariant($"the secret of {CreatedAt:d MMMM yyyy}"));
}
