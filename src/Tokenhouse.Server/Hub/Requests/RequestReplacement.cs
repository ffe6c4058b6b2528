using System.Text.Json.Serialization;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The complete new content of a draft or a returned request.</summary>
[RepresentedBy(typeof(RequestView))]
public sealed record RequestReplacement
{
    /// <summary>The kind can't be changed.</summary>
    public required string? Kind { get; init; }

    /// <summary>The environment can't be changed.</summary>
    public required string? Environment { get; init; }

    /// <summary>The name of the credential, for people.</summary>
    public required string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public required string? Purpose { get; init; }

    /// <summary>Scope names, or scopes as returned by a GET.</summary>
    [JsonConverter(typeof(AskedScopeNames))]
    public required IReadOnlyList<string?>? Scopes { get; init; }

    /// <summary>Where people come back to after signing in; only for kinds that act for people.</summary>
    public required IReadOnlyList<string?>? RedirectUris { get; init; }

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public required bool RequiresPkce { get; init; }

    /// <summary>The initial networks of the allowlist.</summary>
    public required IReadOnlyList<string?>? Networks { get; init; }

    /// <summary>The email address of the person responsible for it.</summary>
    public required string? Owner { get; init; }

    /// <summary>The email address of the person who works with it.</summary>
    public required string? Contact { get; init; }

    /// <summary>The version that was read; null to skip the check.</summary>
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
