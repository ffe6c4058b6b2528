namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Permissions that several features ask for: a page shows a link to another feature by them.</summary>
internal static class HubPermissions
{
    /// <summary>To hold the secrets of credentials.</summary>
    public static readonly Permission HoldSecrets = new(Right.HoldSecrets, "hub.credentials.write");

    /// <summary>To write requests.</summary>
    public static readonly Permission WriteRequests = new(Right.Work, "hub.requests.write");
}
