namespace Tokenhouse.Server.Data.Entities;

/// <summary>The kinds of things that servers keep in memory.</summary>
public enum Topic
{
    Client,
    Tenant,
    Catalogue,
    SigningKeys,
}
