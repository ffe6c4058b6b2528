using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>All that a draft or a returned request asks for, in place of what it asked for before.</summary>
[RepresentedBy(typeof(RequestView))]
public sealed record RequestReplacement
{
    /// <summary>A request keeps its kind.</summary>
    public required string? Kind { get; init; }

    /// <summary>A request keeps its environment.</summary>
    public required string? Environment { get; init; }

    public required string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string? Purpose { get; init; }

    /// <summary>Names of scopes, or scopes as the request shows them.</summary>
    [JsonConverter(typeof(AskedScopeNames))]
    public required IReadOnlyList<string?>? Scopes { get; init; }

    public required IReadOnlyList<string?>? RedirectUris { get; init; }

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public required bool RequiresPkce { get; init; }

    /// <summary>The networks that begin the allowlist.</summary>
    public required IReadOnlyList<string?>? Networks { get; init; }

    /// <summary>The email of the person who answers for it.</summary>
    public required string? Owner { get; init; }

    /// <summary>The email of the person who works with it.</summary>
    public required string? Contact { get; init; }

    /// <summary>The version that was read; null: it is not checked.</summary>
    public required int? Version { get; init; }

    internal RequestDraft Draft =>
        new()
        {
            Kind = Kind,
            Environment = Environment,
            Name = Name,
            Purpose = Purpose,
            Scopes = Scopes,
            RedirectUris = RedirectUris,
            RequiresPkce = RequiresPkce,
            Networks = Networks,
            Owner = Owner,
            Contact = Contact,
        };
}
