namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Permissions that several features check, for example to decide whether a page shows a link to another feature.</summary>
internal static class HubPermissions
{
    /// <summary>To hold the secrets of credentials.</summary>
    public static readonly Permission HoldSecrets = new(Right.HoldSecrets, "hub.credentials.write");

    /// <summary>To write requests.</summary>
    public static readonly Permission WriteRequests = new(Right.Work, "hub.requests.write");
}
