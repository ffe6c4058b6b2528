namespace Tokenhouse.Core;

/// <summary>How an environment is written in host names.</summary>
public static class EnvironmentNames
{
    /// <summary>The label that begins a login host: <c>login</c> or <c>loginuat</c>.</summary>
    public static string HostLabel(this TenantEnvironment environment) => environment is TenantEnvironment.LIVE ? "login" : "loginuat";
}
