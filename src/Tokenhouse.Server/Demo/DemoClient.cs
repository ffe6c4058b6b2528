using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Demo;

/// <summary>A credential; the contract of its tenant has the same scopes.</summary>
public sealed record DemoClient(string Id, Environment Environment, ClientKind Kind, IReadOnlyList<string> Scopes)
{
    /// <summary>None where the kind cannot keep one.</summary>
    public string? Secret => Kind.IsPublic() ? null : $"{Id}-demo-secret";

    /// <summary>What people read on the consent page.</summary>
    public string Name { get; init; } = Id;

    public IReadOnlyList<string> RedirectUris { get; init; } = [];
}
