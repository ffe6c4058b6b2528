using Tokenhouse.Core;

namespace Tokenhouse.Server.Demo;

/// <summary>One of the vendor's APIs and its scopes.</summary>
public sealed record DemoApi(string ShortName, string Name, IReadOnlyList<string> Scopes)
{
    public string Identifier => $"urn:tokenhouse:{ShortName}";

    /// <summary>The client that the API uses to check tokens, in every site.</summary>
    public DemoClient Client(TenantEnvironment environment) => new($"{ShortName}-api", environment, ClientKind.Api, []);
}
