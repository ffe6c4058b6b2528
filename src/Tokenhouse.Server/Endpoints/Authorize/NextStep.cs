using Tokenhouse.Server.Accounts;

namespace Tokenhouse.Server.Endpoints.Authorize;

/// <summary>How an authorization request goes on: one of these, and no other.</summary>
public abstract record NextStep
{
    private NextStep() { }

    /// <summary>The person is shown a page first.</summary>
    public sealed record Ask(string Location) : NextStep;

    /// <summary>The person is signed in and, where anybody else than our Hub asks, is a member of the tenant and has agreed.</summary>
    public sealed record Answer(SignedIn Person) : NextStep;
}
