using Tokenhouse.Core;

namespace Tokenhouse.Server.Demo;

/// <summary>A credential; the contract of its tenant has the same scopes.</summary>
public sealed record DemoClient(string Id, Environment Environment, ClientKind Kind, IReadOnlyList<string> Scopes)
{
    /// <summary>None where the kind cannot keep one.</summary>
    public string? Secret => Kind.IsPublic() ? null : AppKey ?? $"{Id}-demo-secret";

    /// <summary>The secret of an app-key client.</summary>
    public string? AppKey { get; init; }

    /// <summary>What people read on the consent page.</summary>
    public string Name { get; init; } = Id;

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>From where it may be used; none: from everywhere, unless its kind needs a list.</summary>
    public IReadOnlyList<string> Allowlist { get; init; } = [];

    /// <summary>Without the secrets, although these are published ones.</summary>
    public override string ToString() => Id;
}
