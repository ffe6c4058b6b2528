namespace Tokenhouse.Server.Admin.Requests;

/// <summary>What a tenant asks for, as somebody wrote it. A draft may lack anything but the kind.</summary>
public sealed record RequestDraft
{
    /// <summary><c>machine</c>, <c>web</c>, <c>browser</c>, <c>native</c> or <c>app-key</c>. A request keeps its kind.</summary>
    public string? Kind { get; init; }

    /// <summary><c>uat</c> or <c>live</c>; a request keeps its environment.</summary>
    public string? Environment { get; init; } = "uat";

    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Purpose { get; init; }

    public IReadOnlyList<string?>? Scopes { get; init; }

    public IReadOnlyList<string?>? RedirectUris { get; init; }

    /// <summary>Whether a web application must use PKCE; public ones always must.</summary>
    public bool RequiresPkce { get; init; }

    /// <summary>The networks that begin the allowlist.</summary>
    public IReadOnlyList<string?>? Networks { get; init; }

    /// <summary>The mail address of whoever answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>The mail address of whoever works with it.</summary>
    public string? Contact { get; init; }
}
