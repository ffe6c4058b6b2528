using Tokenhouse.Core;

namespace Tokenhouse.Server.Demo;

/// <summary>A credential; the contract of its tenant has the same scopes.</summary>
public sealed record DemoClient(string Id, TenantEnvironment Environment, ClientKind Kind, IReadOnlyList<string> Scopes)
{
    /// <summary>Null if the kind can't keep one.</summary>
    public string? Secret => Kind.IsPublic() ? null : AppKey ?? $"{Id}-demo-secret";

    /// <summary>The secret of an app-key client.</summary>
    public string? AppKey { get; init; }

    /// <summary>The name on the consent page.</summary>
    public string Name { get; init; } = Id;

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>The allowed networks; if empty, any, unless its kind requires a list.</summary>
    public IReadOnlyList<string> Allowlist { get; init; } = [];

    /// <summary>Without the secrets, even though they are published.</summary>
    public override string ToString() => Id;
}
