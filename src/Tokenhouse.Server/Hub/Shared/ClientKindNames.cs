using Tokenhouse.Core;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>The names of tenants' credential kinds in URLs and the API: <c>app-key</c>.</summary>
public static class ClientKindNames
{
    public static readonly IReadOnlyList<ClientKind> All =
    [
        ClientKind.Machine,
        ClientKind.Web,
        ClientKind.Browser,
        ClientKind.Native,
        ClientKind.AppKey,
    ];

    public static string Format(ClientKind kind) => kind is ClientKind.AppKey ? "app-key" : kind.ToString().ToLowerInvariant();

    /// <summary>Reads a kind so spelled, or as credentials have it: <c>AppKey</c>. Null if it isn't one of them.</summary>
    public static ClientKind? Read(string? kind) =>
        All.Select(known => (ClientKind?)known).FirstOrDefault(known => Format(known!.Value) == kind || known.ToString() == kind);
}
