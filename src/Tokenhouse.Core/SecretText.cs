namespace Tokenhouse.Core;

/// <summary>A string that must not be visible: it prints as <c>***</c>. To read it, call <see cref="Reveal"/>.</summary>
public sealed class SecretText(string text)
{
    public string Reveal() => text;

    public override string ToString() => "***";
}
