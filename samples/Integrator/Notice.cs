namespace Integrator;

/// <summary>A message for the next page, optionally with the response it is about.</summary>
public sealed record Notice(string Text, bool IsFault, Reply? Reply = null)
{
    public static Notice Good(string text, Reply? reply = null) => new(text, IsFault: false, reply);

    public static Notice Fault(string text, Reply? reply = null) => new(text, IsFault: true, reply);
}
