using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Introspect;

/// <summary>The caller and the token.</summary>
internal sealed record Introspection(AuthenticatedClient Client, string Token)
{
    /// <summary>Without the token, which is a secret.</summary>
    public override string ToString() => nameof(Introspection);
}
