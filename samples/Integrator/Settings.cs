namespace Integrator;

/// <summary>What the vendor told you about your credentials. Keep a real secret out of files: set the variable <c>ClientSecret</c>.</summary>
public sealed record Settings
{
    /// <summary>The authorization server of your datacentre and environment: its issuer, to the letter.</summary>
    public required string Authority { get; init; }

    /// <summary>A client of the kind web: it runs on a server and can keep a secret.</summary>
    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>As it was registered: it is compared to the letter.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>A client of the kind native: it runs on people's machines, where no secret is one.</summary>
    public required string PublicClientId { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} at {Authority}";
}
