using Tokenhouse.Server.Clients;

namespace Tokenhouse.Server.OAuth.Introspection;

/// <summary>The caller and the token.</summary>
internal sealed record IntrospectionResponse(AuthenticatedClient Client, string Token)
{
    /// <summary>Without the token, which is a secret.</summary>
    public override string ToString() => nameof(IntrospectionResponse);
}
