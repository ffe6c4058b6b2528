namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The content of a request as entered. Only the kind is required in a draft.</summary>
public sealed record RequestDraft
{
    /// <summary><c>machine</c>, <c>web</c>, <c>browser</c>, <c>native</c> or <c>app-key</c>. The kind can't be changed later.</summary>
    public string? Kind { get; init; }

    /// <summary><c>UAT</c> or <c>LIVE</c>; the environment can't be changed later.</summary>
    public string? Environment { get; init; } = "UAT";

    /// <summary>The name of the credential, for people.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Purpose { get; init; }

    /// <summary>The scopes that it needs.</summary>
    public IReadOnlyList<string?>? Scopes { get; init; }

    /// <summary>Where people come back to after signing in; only for kinds that act for people.</summary>
    public IReadOnlyList<string?>? RedirectUris { get; init; }

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public bool RequiresPkce { get; init; }

    /// <summary>The initial networks of the allowlist.</summary>
    public IReadOnlyList<string?>? Networks { get; init; }

    /// <summary>The email address of the person responsible for it.</summary>
    public string? Owner { get; init; }

    /// <summary>The email address of the person who works with it.</summary>
    public string? Contact { get; init; }
}
