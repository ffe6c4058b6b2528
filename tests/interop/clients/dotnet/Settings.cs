namespace Clients;

/// <summary>What a client is told.</summary>
internal static class Settings
{
    public static string Issuer => Get("ISSUER");

    public static string ClientId => Get("CLIENT_ID");

    public static string ClientSecret => Get("CLIENT_SECRET");

    /// <summary>Where the application is reachable.</summary>
    public static string Url => Get("APP_URL");

    private static string Get(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} isn't set.");
}
