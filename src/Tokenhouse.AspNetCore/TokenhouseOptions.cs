using Microsoft.AspNetCore.Authentication;

namespace Tokenhouse.AspNetCore;

/// <summary>What an API accepts, and how it asks the authorization server. Read when the API starts; what is wrong stops the start.</summary>
public sealed class TokenhouseOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the authentication scheme, and of the policy that asks for a good token and nothing more.</summary>
    public const string Scheme = "Tokenhouse";

    /// <summary>Required: <c>LIVE</c> or <c>UAT</c>. A token of the other one is <c>invalid_token</c>.</summary>
    public string Environment { get; set; } = "";

    /// <summary>
    /// Required: the issuers whose tokens are accepted, to the letter, as <c>https://login.dc2.example.com</c>. Sites of several datacentres and
    /// hosts of tenants may stand beside each other. Plain http is for loopback only.
    /// </summary>
    public IList<string> Authorities { get; set; } = [];

    /// <summary>
    /// Required where there are several <see cref="Authorities"/>: which tenants are taken from which, as <c>["200000-299999"] =
    /// ["https://login.dc2.example.com"]</c>. A number (<c>218</c>), a range of them or <c>*</c> for all, and the authorities that issue tokens for
    /// these tenants: more than one only where they are one datacentre, as a site and the hosts of its tenants. Each datacentre numbers its own
    /// tenants, and 218 of one is not 218 of another. A token of a tenant that is not taken from its issuer is <c>invalid_token</c>; the vendor (1),
    /// whom every datacentre has, is accepted from all of them, and passes <c>RequireTenant</c> for the number 1 as any other tenant does.
    /// </summary>
    public IDictionary<string, IList<string>> Tenants { get; set; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>
    /// For an API with several <see cref="Authorities"/> that tells tenants apart by issuer and number together
    /// (<see cref="TokenhouseClaims.Issuer"/> and <see cref="TokenhouseClaims.TenantId"/>), or not at all: tokens of every tenant are accepted.
    /// <c>RequireTenant</c> still passes only what <see cref="Tenants"/> names.
    /// </summary>
    public bool AcceptAnyTenant { get; set; }

    /// <summary>Required: the identifier of this API, to which the token's <c>aud</c> must be equal (RFC 9068, 4).</summary>
    public string Audience { get; set; } = "";

    /// <summary>Required: the id of this API's own client, of the kind <c>api</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Required, unless <see cref="ClientSecrets"/> names one for each authority. Keep it out of source and files.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The secret by authority, where sites gave this API's client different ones.</summary>
    public IDictionary<string, string> ClientSecrets { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The one authority, of <see cref="Authorities"/>, that is asked about opaque tokens (RFC 7662). Not needed where there is only one. Must be
    /// a site: an <c>api</c> client works at no tenant's host.
    /// </summary>
    public string? IntrospectionAuthority { get; set; }

    /// <summary>
    /// Instead of <see cref="IntrospectionAuthority"/>: the authority by the host that this API was called at, without port, as
    /// <c>api.dc3.example.com</c>. At any other host opaque tokens are refused.
    /// </summary>
    public IDictionary<string, string> IntrospectionAuthorities { get; set; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long an answer about an opaque token may be used again; 3 seconds unless set, at most a minute, zero for never. Never longer than the
    /// token lives, and a revocation that the client state carries ends it. 10,000 answers about good tokens are kept, 1,000 of one client; those
    /// about others are kept apart. 64 tokens are asked about at a time, 16 of one caller's address; above that a call is answered with 503.
    /// </summary>
    public TimeSpan IntrospectionCacheLifetime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the client state is asked for: disabled clients, revoked tokens, allowlists. 2 seconds unless set.</summary>
    public TimeSpan StateInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How old the client state may be, 60 seconds unless set. After that clients with an allowlist are refused (403) and the health check
    /// <c>tokenhouse</c> is degraded.
    /// </summary>
    public TimeSpan MaxStateAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How old the client state may be before every call is refused (503), 15 minutes unless set: the longest time for which a revoked token or a
    /// disabled client is accepted because the authorization server cannot be asked. At least <see cref="MaxStateAge"/>.
    /// </summary>
    public TimeSpan MaxRevocationAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often at most an unknown <c>kid</c> leads to the keys being read again; one minute unless set.</summary>
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How much the clocks of this machine and of the authorization server may differ; 5 seconds unless set, at most 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call to the authorization server may take; 5 seconds unless set.</summary>
    public TimeSpan BackchannelTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How the authorization server is reached, where a proxy or another name resolution is needed. Must not follow redirects.</summary>
    public HttpMessageHandler? BackchannelHttpHandler { get; set; }

    /// <summary>
    /// The networks (CIDR, as <c>10.0.0.0/8</c>) of the proxies before this API, whose <c>X-Forwarded-For</c> says which address a call came
    /// from. Empty: the address is <c>HttpContext.Connection.RemoteIpAddress</c>, as the API's own pipeline left it.
    /// </summary>
    public IList<string> Proxies { get; set; } = [];

    /// <summary>Whether refusals are reported to the authorization server, where the tenant sees them. On unless set; never a token.</summary>
    public bool ReportRefusals { get; set; } = true;

    /// <summary>
    /// Writes the body of a refusal: <see cref="TokenhouseErrors.ProblemDetails"/> unless set. Status, challenge and correlation id are in the
    /// answer already.
    /// </summary>
    public Func<HttpContext, TokenhouseRefusal, Task> ErrorBody { get; set; } = TokenhouseErrors.ProblemDetails;

    internal string SecretFor(string authority) => ClientSecrets.TryGetValue(authority, out var own) ? own : ClientSecret;
}
