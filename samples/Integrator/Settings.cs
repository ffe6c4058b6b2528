namespace Integrator;

/// <summary>Your credentials from the vendor. Don't put a real secret into files: set the variable <c>ClientSecret</c>.</summary>
public sealed record Settings
{
    /// <summary>The authorization server of your datacentre and environment: its exact issuer.</summary>
    public required string Authority { get; init; }

    /// <summary>A client of the kind web: it runs on a server and can keep a secret.</summary>
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>Exactly as registered.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>A client of the kind native: it runs on people's machines and can't keep a secret.</summary>
    public required string PublicClientId { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} at {Authority}";
}
