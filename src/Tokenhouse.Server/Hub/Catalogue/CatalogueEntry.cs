using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Catalogue;

/// <summary>An API of the vendor in the catalogue.</summary>
/// <param name="Identifier">The <c>aud</c> of its tokens.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scopes">The names of its scopes, in order.</param>
/// <param name="Clients">The clients that it uses to check tokens.</param>
/// <param name="TokenLifetimeSeconds">The lifetime of its access tokens from Connect; null for the default.</param>
public sealed record CatalogueEntry(
    string Identifier,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<ApiClient> Clients,
    int? TokenLifetimeSeconds
)
{
    /// <summary>Whether it is built in and can't be changed.</summary>
    public bool IsBuiltIn => Identifier == HubScopes.Identifier;
}
