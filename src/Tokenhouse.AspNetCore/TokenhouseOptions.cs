using Microsoft.AspNetCore.Authentication;

namespace Tokenhouse.AspNetCore;

/// <summary>Which tokens an API accepts, and how it reaches the authorization server. Validated when the API starts.</summary>
public sealed class TokenhouseOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the authentication scheme, and of the policy that only requires a valid token.</summary>
    public const string Scheme = "Tokenhouse";

    /// <summary>Required: <c>LIVE</c> or <c>UAT</c>. A token of the other environment is <c>invalid_token</c>.</summary>
    public string Environment { get; set; } = "";

    /// <summary>
    /// Required: the issuers whose tokens are accepted, exactly as published, such as <c>https://login.dc2.example.com</c>. You can combine sites of
    /// several datacentres and tenants' hosts. Use http only on loopback.
    /// </summary>
    public IList<string> Authorities { get; set; } = [];

    /// <summary>
    /// Required if there are several <see cref="Authorities"/>: which tenants are accepted from which, such as <c>["200000-299999"] =
    /// ["https://login.dc2.example.com"]</c>. Each entry has a number (<c>218</c>), a range, or <c>*</c> for all, and the authorities that issue tokens for
    /// these tenants. List several authorities only if they belong to one datacentre, such as a site and its tenants' hosts. Each datacentre numbers its own
    /// tenants, and 218 of one isn't 218 of another. A token whose tenant isn't accepted from its issuer is <c>invalid_token</c>. The vendor (1),
    /// which exists in every datacentre, is accepted from all of them, and passes <c>RequireTenant</c> for the number 1 like any other tenant.
    /// </summary>
    public IDictionary<string, IList<string>> Tenants { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>
    /// For an API with several <see cref="Authorities"/> that identifies tenants by issuer and number together
    /// (<see cref="TokenhouseClaims.Issuer"/> and <see cref="TokenhouseClaims.TenantId"/>), or not at all: tokens of every tenant are accepted.
    /// <c>RequireTenant</c> still only passes tenants listed in <see cref="Tenants"/>.
    /// </summary>
    public bool AcceptAnyTenant { get; set; }

    /// <summary>Required: the identifier of this API, which must equal the token's <c>aud</c> (RFC 9068, 4).</summary>
    public string Audience { get; set; } = "";

    /// <summary>Required: the ID of this API's own client, of the kind <c>api</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Required, unless <see cref="ClientSecrets"/> has one for each authority. Don't put it into source code or configuration files.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The secret by authority, if this API's client has different ones at different sites.</summary>
    public IDictionary<string, string> ClientSecrets { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The one of the <see cref="Authorities"/> that introspects opaque tokens (RFC 7662). Not needed if there is only one. Must be
    /// a site, because an <c>api</c> client doesn't work at tenants' hosts.
    /// </summary>
    public string? IntrospectionAuthority { get; set; }

    /// <summary>
    /// Instead of <see cref="IntrospectionAuthority"/>: the authority by the called host of this API, without port, such as
    /// <c>api.dc3.example.com</c>. At any other host opaque tokens are refused.
    /// </summary>
    public IDictionary<string, string> IntrospectionAuthorities { get; set; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long an answer about an opaque token can be reused: 3 seconds by default, at most a minute, zero for never. Never longer than the
    /// token's lifetime, and a revocation in the client state ends it. 10,000 answers about active tokens are kept, 1,000 per client; those
    /// about other tokens are kept separately. 64 tokens are introspected at the same time, 16 per caller's address; further calls get 503.
    /// </summary>
    public TimeSpan IntrospectionCacheLifetime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the client state is requested: disabled clients, revoked tokens, allowlists. 2 seconds by default.</summary>
    public TimeSpan StateInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The maximum age of the client state for clients with an allowlist, 60 seconds by default. After that, they are refused (403) and the health check
    /// <c>tokenhouse</c> is degraded.
    /// </summary>
    public TimeSpan MaxStateAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The maximum age of the client state before every call is refused (503), 15 minutes by default. It is the longest time for which a revoked token or a
    /// disabled client is accepted if the authorization server is unreachable. At least <see cref="MaxStateAge"/>.
    /// </summary>
    public TimeSpan MaxRevocationAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an unknown <c>kid</c> can cause the keys to be read again: at most once a minute by default.</summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How much the clocks of this machine and the authorization server can differ: 5 seconds by default, at most 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The timeout of a call to the authorization server, 5 seconds by default.</summary>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reaches the authorization server, if you need a proxy or another name resolution. Must not follow redirects.</summary>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>
    /// The networks (CIDR, such as <c>10.0.0.0/8</c>) of the proxies in front of this API, whose <c>X-Forwarded-For</c> is trusted for the address of a
    /// call. If empty, the address is <c>HttpContext.Connection.RemoteIpAddress</c>, as set by the API's own pipeline.
    /// </summary>
    public IList<string> Proxies { get; set; } = [];

    /// <summary>Whether refusals are reported to the authorization server, where the tenant sees them. On by default. Tokens are never reported.</summary>
    public bool ReportRefusals { get; set; } = true;

    /// <summary>
    /// Writes the error body: <see cref="TokenhouseErrors.ProblemDetails"/> by default. Status, challenge and correlation ID are already in the
    /// response.
    /// </summary>
    public Func<HttpContext, TokenhouseRefusal, Task> ErrorBody { get; set; } = TokenhouseErrors.ProblemDetails;

    internal string SecretFor(string authority) => ClientSecrets.TryGetValue(authority, out var own) ? own : ClientSecret;
}
