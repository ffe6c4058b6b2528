using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Reads the scopes of a credential. Of those that a GET offers, the ones that the credential has count.</summary>
internal sealed class OfferedScopeNames : ScopeNames
{
    public override Type Shown => typeof(ReadScopeChoice.Offer);

    protected override string? Name(object shown) => (ReadScopeChoice.Offer)shown is { IsGiven: true, Name: var name } ? name : null;
}
