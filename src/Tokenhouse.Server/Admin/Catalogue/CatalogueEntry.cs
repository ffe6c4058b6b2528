namespace Tokenhouse.Server.Admin.Catalogue;

/// <summary>An API of the vendor in the catalogue.</summary>
/// <param name="Identifier">The <c>aud</c> of its tokens.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Scopes">The names of its scopes, in order.</param>
/// <param name="Clients">The clients with which it checks tokens.</param>
public sealed record CatalogueEntry(string Identifier, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<ApiClient> Clients)
{
    /// <summary>Whether it is part of the installation, and nobody's to change.</summary>
    public bool IsBuiltIn => Identifier == Core.HubApi.Identifier;
}
