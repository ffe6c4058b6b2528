namespace Tokenhouse.Core;

/// <summary>A string that must not be seen: it prints as <c>***</c>, and whoever needs it says so by <see cref="Reveal"/>.</summary>
public sealed class SecretText(string text)
{
    public string Reveal() => text;

    public override string ToString() => "***";
}
