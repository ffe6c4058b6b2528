namespace Tokenhouse.Server.Data.Entities;

/// <summary>The kinds of things that servers keep in memory.</summary>
public enum Topic
{
    Client,
    Tenant,
    Catalogue,
    SigningKeys,
    Token,
    Account,

    /// <summary>What only a later release keeps in memory: during an upgrade both write to one feed.</summary>
    Other,
}
