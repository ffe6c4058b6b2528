namespace Tokenhouse.Client;

/// <summary>One credential of yours: where it gets tokens, and for what. Validated when the host starts.</summary>
public sealed class TokenhouseClientOptions
{
    /// <summary>
    /// Required: the authorization server of your datacentre and environment, such as <c>https://loginuat.dc2.example.com</c>: its issuer, exactly as
    /// published. The secret is sent to this origin only. Use http only on loopback.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>Required: the ID of your client, or the <c>app_id</c> of an app key.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>
    /// The recommended way to keep the secret: the path of a file in which it is sealed by Data Protection. Write it with
    /// <see cref="SealedSecretFile"/>. The file is read for each token request, so you can replace it while the program runs.
    /// </summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>Returns the secret (or the <c>app_key</c>), for example from a key vault. Called for each token request.</summary>
    public Func<CancellationToken, ValueTask<string>>? ClientSecretProvider { get; set; }

    /// <summary>
    /// The secret itself, for environment variables and user secrets: bind it from configuration. Don't put it into source code or configuration
    /// files. Use <see cref="ClientSecretFile"/> where the secret has to be on a disk.
    /// </summary>
    public string? ClientSecret { get; set; }

    /// <summary>Whether the client is public (native): it has no secret, and only gets tokens for people.</summary>
    public bool IsPublic { get; set; }

    /// <summary>How the program itself gets tokens: client credentials by default.</summary>
    public TokenhouseGrantType GrantType { get; set; }

    /// <summary>Which endpoints tokens for people come from: those of the standard dialect by default.</summary>
    public TokenhouseDialect Dialect { get; set; }

    /// <summary>The scopes to ask for. If empty, you get all that your client and contract have. All must belong to one API.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>The identifier of the API that the token is for (RFC 8707), if you want the server to check it.</summary>
    public string? Resource { get; set; }

    /// <summary>
    /// For <see cref="BrowserSignIn"/>: the redirect URI as registered, such as <c>http://127.0.0.1/callback</c>. The port is added.
    /// </summary>
    public string? RedirectUri { get; set; }

    /// <summary>The timeout of one request to the authority, 10 seconds by default, at most a minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long before its expiry a token is no longer sent, because the API's clock may be ahead: 5 seconds by default, at most a minute, and never more
    /// than a tenth of the token's lifetime. The clock of this machine is compared with no other clock.
    /// </summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether tokens are also kept in the registered <c>IDistributedCache</c>, sealed by Data Protection, so that several processes share them. Off by
    /// default. All processes need the same key ring and application name.
    /// </summary>
    public bool UseDistributedCache { get; set; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} at {Authority}";
}
