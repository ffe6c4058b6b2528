using Tokenhouse.Protocol;

namespace Tokenhouse.Server.Demo;

/// <summary>A credential; the contract of its tenant has the same scopes.</summary>
public sealed record DemoClient(string Id, Environment Environment, ClientKind Kind, IReadOnlyList<string> Scopes)
{
    public string Secret => $"{Id}-demo-secret";
}
