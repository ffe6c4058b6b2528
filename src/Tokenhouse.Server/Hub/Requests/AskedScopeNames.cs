using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Reads the scopes of a request.</summary>
internal sealed class AskedScopeNames : ScopeNames
{
    public override Type Shown => typeof(AskedScope);

    protected override string? Name(object shown) => ((AskedScope)shown).Name;
}
