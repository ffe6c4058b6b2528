using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Tokenhouse.Server.Data;

/// <summary>
/// The most that one tenant may have of anything that it can add by itself: <c>Tokenhouse:Bounds</c>. One tenant at its maximum changes no other
/// tenant's answers. Each bound is asked for in the transaction that adds, so that parallel requests do not exceed it.
/// </summary>
public sealed record TenantBounds
{
    private const string Section = "Tokenhouse:Bounds";

    [Range(1, 100_000)]
    [Refusal("The tenant has {0} credentials in this environment, the most it may have. Change one of them, or ask the vendor for more.")]
    public int Clients { get; init; } = 1_000;

    /// <summary>Credentials for UAT that no operator agreed to. A request beyond it waits for an operator.</summary>
    [Range(0, 100_000)]
    [Refusal("{0} credentials of the tenant were approved by rule, the most there may be. An operator decides about this request.")]
    public int AutoApprovedClients { get; init; } = 100;

    [Range(1, 100)]
    [Refusal("This credential has {0} live secrets, the most it may have. End one first.")]
    public int LiveSecrets { get; init; } = 3;

    /// <summary>Secrets of a credential that work no more and are still shown. The oldest are deleted when another is made.</summary>
    [Range(0, 1_000)]
    [Refusal("Of the secrets that work no more, the last {0} are kept.")]
    public int EndedSecrets { get; init; } = 20;

    [Range(1, 1_000)]
    [Refusal("A credential has at most {0} redirect URIs.")]
    public int RedirectUris { get; init; } = 200;

    /// <summary>Of all redirect URIs of a credential together: each request to sign in is compared with all of them.</summary>
    [Range(100, 1_000_000)]
    [Refusal("The redirect URIs of a credential have at most {0} characters together. Shorten some, or make another credential.")]
    public int RedirectUriCharacters { get; init; } = 16_384;

    [Range(1, 100_000)]
    [Refusal(
        "The tenant has {0} networks on its allowlists in this environment, the most it may have. Remove some, or join neighbours to a wider one."
    )]
    public int Networks { get; init; } = 10_000;

    [Range(1, 10_000)]
    [Refusal("The tenant has {0} drafts, the most it may have. Submit or withdraw some first.")]
    public int Drafts { get; init; } = 100;

    [Range(1, 10_000)]
    [Refusal("{0} requests of the tenant are pending, the most there may be. Wait until some are decided, or withdraw some.")]
    public int PendingRequests { get; init; } = 100;

    [Range(1, 10_000)]
    [Refusal("The tenant has {0} contracts in this environment, the most it may have. Change one of them instead.")]
    public int Contracts { get; init; } = 200;

    [Range(1, 1_000)]
    [Refusal("This credential has {0} exemptions that have not ended, the most it may have. Withdraw one first.")]
    public int Exemptions { get; init; } = 20;

    [Range(1, 1_000_000)]
    [Refusal("The tenant has {0} members, the most it may have. Remove some first, or ask the vendor for more.")]
    public int People { get; init; } = 1_000;

    /// <summary>Invitations that wait, and those that were made within a day and wait no more.</summary>
    [Range(1, 10_000)]
    [Refusal("{0} invitations wait, or were made within a day. Withdraw some, or wait until tomorrow.")]
    public int Invitations { get; init; } = 200;

    /// <summary>What people and programs of the tenant change within a day, and with it the audit. Operators are not counted, nor held up.</summary>
    [Range(100, 10_000_000)]
    [Refusal("The tenant made {0} changes within a day, the most it may make. Wait until tomorrow, or ask the vendor.")]
    public int ChangesADay { get; init; } = 10_000;

    /// <summary>Revoked tokens of one client of which APIs are told one by one. Beyond it, all that it got before are revoked.</summary>
    [Range(1, 100_000)]
    [Refusal("Client {1} has more than {0} revoked tokens: all tokens that it got before {2} are revoked.")]
    public int RevokedTokensOfClient { get; init; } = 1_000;

    /// <summary>The same for all clients of a tenant in an environment.</summary>
    [Range(1, 1_000_000)]
    [Refusal("The tenant has more than {0} revoked tokens: all tokens that client {1} got before {2} are revoked.")]
    public int RevokedTokens { get; init; } = 5_000;

    /// <summary>Sign-ins of one account through one client that live at the same time. Beyond it the longest unused one ends.</summary>
    [Range(1, 10_000)]
    [Refusal("More than {0} sign-ins of the account through this client were alive: the longest unused one ended.")]
    public int SignInsOfAccount { get; init; } = 500;

    /// <summary>Browsers in which one account is signed in. Beyond it the oldest session ends.</summary>
    [Range(1, 1_000)]
    [Refusal("The account was signed in in more than {0} browsers: the oldest session ended.")]
    public int SessionsOfAccount { get; init; } = 100;

    /// <summary>Mails that the tenant causes within a quarter of an hour.</summary>
    [Range(1, 10_000)]
    [Refusal("The tenant caused {0} mails within a quarter of an hour, the most that are sent.")]
    public int Mails { get; init; } = 100;

    /// <summary>Every bound by its name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Properties().Select(property => property.Name)];

    /// <summary>How much a bound allows.</summary>
    public int Most(string name) => (int)typeof(TenantBounds).GetProperty(name)!.GetValue(this)!;

    /// <summary>What is said to the one who would exceed it.</summary>
    public string Refusal(string name, params object?[] more) =>
        string.Format(
            CultureInfo.InvariantCulture,
            typeof(TenantBounds).GetProperty(name)!.GetCustomAttribute<RefusalAttribute>()!.Sentence,
            [Most(name), .. more]
        );

    /// <summary>What is wrong with what was configured.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var property in Properties())
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(property.GetValue(this)))
                yield return $"{Section}:{property.Name} is {property.GetValue(this)}. Write a number from {range.Minimum} to {range.Maximum}.";
    }

    private static IEnumerable<PropertyInfo> Properties() =>
        typeof(TenantBounds).GetProperties().Where(property => property.IsDefined(typeof(RefusalAttribute)));

    /// <summary>The sentence of a bound; {0} is how much it allows.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    private sealed class RefusalAttribute(string sentence) : Attribute
    {
        public string Sentence => sentence;
    }
}
