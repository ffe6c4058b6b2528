namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The names of a request's fields in problems and in the API.</summary>
public static class RequestField
{
    public const string Kind = "kind";
    public const string Environment = "environment";
    public const string Name = "name";
    public const string Purpose = "purpose";
    public const string Scopes = "scopes";
    public const string RedirectUris = "redirect_uris";
    public const string RequiresPkce = "requires_pkce";
    public const string Networks = "networks";
    public const string Owner = "owner";
    public const string Contact = "contact";
    public const string Comment = "comment";
}
