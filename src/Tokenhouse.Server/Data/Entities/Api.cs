namespace Tokenhouse.Server.Data.Entities;

/// <summary>What a token is for: one of the vendor's APIs.</summary>
public sealed class Api : IPublished
{
    /// <summary>The token's <c>aud</c>, the same in LIVE and UAT.</summary>
    public required string Identifier { get; init; }

    public required string Name { get; set; }

    public List<Scope> Scopes { get; init; } = [];

    public Subject Subject => Subject.Catalogue;
}
