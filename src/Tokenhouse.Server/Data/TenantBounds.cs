using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Tokenhouse.Server.Data;

/// <summary>
/// The bounds of everything that one tenant can add: <c>Tokenhouse:Bounds</c>. A tenant at its bounds doesn't affect
/// other tenants. Each bound is checked in the transaction that adds, so that parallel requests can't exceed it.
/// </summary>
public sealed record TenantBounds
{
    private const string Section = "Tokenhouse:Bounds";

    [Range(1, 100_000)]
    [Refusal(
        "The tenant has reached its limit of {0} credentials in this environment. Change an existing one, or ask the vendor for more."
    )]
    public int Clients { get; init; } = 1_000;

    /// <summary>Automatically approved UAT credentials. Further requests need an operator.</summary>
    [Range(0, 100_000)]
    [Refusal("The tenant has reached its limit of {0} automatically approved credentials. An operator will decide about this request.")]
    public int AutoApprovedClients { get; init; } = 100;

    [Range(1, 100)]
    [Refusal("This credential has reached its limit of {0} live secrets. Revoke one first.")]
    public int LiveSecrets { get; init; } = 3;

    /// <summary>A credential's past secrets that are still shown. The oldest are deleted when another is added.</summary>
    [Range(0, 1_000)]
    [Refusal("Of the secrets that no longer work, only the last {0} are kept.")]
    public int EndedSecrets { get; init; } = 20;

    [Range(1, 1_000)]
    [Refusal("A credential can have at most {0} redirect URIs.")]
    public int RedirectUris { get; init; } = 200;

    [Range(1, 1_000)]
    [Refusal("A credential can have at most {0} post-logout redirect URIs.")]
    public int PostLogoutRedirectUris { get; init; } = 200;

    /// <summary>
    /// The total length of a credential's redirect URIs, and of its post-logout redirect URIs, because each request is compared with all of them.
    /// </summary>
    [Range(100, 1_000_000)]
    [Refusal("The redirect URIs of a credential can have at most {0} characters in total. Shorten some, or create another credential.")]
    public int RedirectUriCharacters { get; init; } = 16_384;

    [Range(1, 100_000)]
    [Refusal(
        "The tenant has reached its limit of {0} networks on its allowlists in this environment. Remove some, or merge adjacent ones."
    )]
    public int Networks { get; init; } = 10_000;

    [Range(1, 10_000)]
    [Refusal("The tenant has reached its limit of {0} drafts. Submit or withdraw some first.")]
    public int Drafts { get; init; } = 100;

    [Range(1, 10_000)]
    [Refusal("The tenant has reached its limit of {0} pending requests. Wait until some are decided, or withdraw some.")]
    public int PendingRequests { get; init; } = 100;

    [Range(1, 10_000)]
    [Refusal("The tenant has reached its limit of {0} contracts in this environment. Change an existing one instead.")]
    public int Contracts { get; init; } = 200;

    [Range(1, 1_000)]
    [Refusal("This credential has reached its limit of {0} current exemptions. Withdraw one first.")]
    public int Exemptions { get; init; } = 20;

    [Range(1, 1_000_000)]
    [Refusal("The tenant has reached its limit of {0} members. Remove some first, or ask the vendor for more.")]
    public int People { get; init; } = 1_000;

    /// <summary>Invitations that are pending or were created within a day.</summary>
    [Range(1, 10_000)]
    [Refusal(
        "The tenant has reached its limit of {0} invitations that are pending or were created within a day. Withdraw some, or wait until tomorrow."
    )]
    public int Invitations { get; init; } = 200;

    /// <summary>Changes by the tenant's people and programs in a day, and so the growth of its audit. Operators aren't counted or limited.</summary>
    [Range(100, 10_000_000)]
    [Refusal("The tenant has reached its limit of {0} changes in a day. Wait until tomorrow, or ask the vendor.")]
    public int ChangesADay { get; init; } = 10_000;

    /// <summary>Individually listed revoked tokens of one client. Beyond that, all tokens issued to it earlier are revoked.</summary>
    [Range(1, 100_000)]
    [Refusal("Client {1} has more than {0} revoked tokens, so all tokens issued to it before {2} are revoked.")]
    public int RevokedTokensOfClient { get; init; } = 1_000;

    /// <summary>The same for all clients of a tenant in an environment.</summary>
    [Range(1, 1_000_000)]
    [Refusal("The tenant has more than {0} revoked tokens, so all tokens issued to client {1} before {2} are revoked.")]
    public int RevokedTokens { get; init; } = 5_000;

    /// <summary>Active sign-ins of one account through one client. Beyond that, the least recently used one ends.</summary>
    [Range(1, 10_000)]
    [Refusal("The account had more than {0} active sign-ins through this client, so the least recently used one ended.")]
    public int SignInsOfAccount { get; init; } = 500;

    /// <summary>Browser sessions of one account. Beyond that, the oldest ends.</summary>
    [Range(1, 1_000)]
    [Refusal("The account was signed in in more than {0} browsers, so the oldest session ended.")]
    public int SessionsOfAccount { get; init; } = 100;

    /// <summary>Emails caused by the tenant in 15 minutes.</summary>
    [Range(1, 10_000)]
    [Refusal("The tenant has reached its limit of {0} emails in 15 minutes.")]
    public int Mails { get; init; } = 100;

    /// <summary>Every bound by its name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Properties().Select(property => property.Name)];

    /// <summary>The value of a bound.</summary>
    public int Most(string name) => (int)typeof(TenantBounds).GetProperty(name)!.GetValue(this)!;

    /// <summary>The error when it would be exceeded.</summary>
    public string Refusal(string name, params object?[] more) =>
        string.Format(
            CultureInfo.InvariantCulture,
            typeof(TenantBounds).GetProperty(name)!.GetCustomAttribute<RefusalAttribute>()!.Sentence,
            [Most(name), .. more]
        );

    /// <summary>Errors in the configured values.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var property in Properties())
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(property.GetValue(this)))
                yield return $"{Section}:{property.Name} is {property.GetValue(this)}. Set a number from {range.Minimum} to {range.Maximum}.";
    }

    private static IEnumerable<PropertyInfo> Properties() =>
        typeof(TenantBounds).GetProperties().Where(property => property.IsDefined(typeof(RefusalAttribute)));

    /// <summary>The error sentence of a bound; {0} is its value.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    private sealed class RefusalAttribute(string sentence) : Attribute
    {
        public string Sentence => sentence;
    }
}
