namespace Tokenhouse.Server.Hosting.Options;

/// <summary>How much CPU password hashing can use: <c>Tokenhouse:PasswordHashing</c>.</summary>
public sealed record PasswordHashingOptions
{
    private const int Fewest = 1;
    private const int Highest = 256;

    /// <summary>How many passwords are hashed at the same time; by default half the processors, at least one.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Whether everything else comes first, so that tokens do not wait while passwords are hashed.</summary>
    public bool Yields { get; init; } = true;

    internal IEnumerable<string> Faults()
    {
        if (AtOnce is < Fewest or > Highest)
            yield return $"{InstallationOptions.Section}:PasswordHashing:{nameof(AtOnce)} is {AtOnce}. Set a number from {Fewest} to {Highest}, or omit it to use half the processors.";
    }
}
