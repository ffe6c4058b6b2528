using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.Endpoints.Introspect;

/// <summary>Who asks about which token.</summary>
internal sealed record Introspection(AuthenticatedClient Client, string Token)
{
    /// <summary>Without the token, which is a secret.</summary>
    public override string ToString() => nameof(Introspection);
}
