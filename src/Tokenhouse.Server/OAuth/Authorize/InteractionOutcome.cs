using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>The next step of an authorization request: exactly one of these.</summary>
public abstract record InteractionOutcome
{
    private InteractionOutcome() { }

    /// <summary>The person sees a page first.</summary>
    public sealed record Ask(string Location) : InteractionOutcome;

    /// <summary>The person is signed in and, except for our Hub, is a member of the tenant and has agreed.</summary>
    public sealed record Answer(SignedInAccount Person) : InteractionOutcome;
}
