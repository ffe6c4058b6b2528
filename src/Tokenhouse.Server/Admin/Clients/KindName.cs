using Tokenhouse.Core;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>The kinds of credentials that tenants have, as addresses and programs spell them: <c>app-key</c>.</summary>
public static class KindName
{
    public static readonly IReadOnlyList<ClientKind> All =
    [
        ClientKind.Machine,
        ClientKind.Web,
        ClientKind.Browser,
        ClientKind.Native,
        ClientKind.AppKey,
    ];

    public static string Spelled(ClientKind kind) => kind is ClientKind.AppKey ? "app-key" : kind.ToString().ToLowerInvariant();

    /// <summary>Null: it is none of them.</summary>
    public static ClientKind? Read(string? kind) =>
        All.Select(known => (ClientKind?)known).FirstOrDefault(known => Spelled(known!.Value) == kind);
}
