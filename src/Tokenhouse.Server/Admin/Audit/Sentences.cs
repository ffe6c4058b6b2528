using System.Text.Json;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Audit;

/// <summary>
/// The sentence of an audit entry. Braces contain the target or a recorded value:
/// the value after the change, or else before it; with <c>before.</c>, always the one before.
/// </summary>
public static partial class Sentences
{
    private static readonly (string Act, string Deed)[] Known =
    [
        (Audit.Acts.CredentialChanged, "changed the settings of {target}"),
        (Audit.Acts.CredentialDisabled, "disabled {target}"),
        (Audit.Acts.CredentialDisabledByVendor, "disabled {target} for the vendor, so only the vendor can enable it"),
        (Audit.Acts.CredentialEnabled, "enabled {target}"),
        (Audit.Acts.ScopesChanged, "changed the scopes of {target} to {scopes}"),
        (Audit.Acts.HandOverMade, "created a link to the first secret of {target}"),
        (Audit.Acts.SecretHandedOver, "collected the first secret of {target}, ending in {hint}"),
        (Audit.Acts.SecretAdded, "added a secret to {target}, ending in {hint}"),
        (Audit.Acts.SecretShownAgain, "was shown the secret of {target} ending in {hint} again, for a repeated request"),
        (Audit.Acts.HandOverShown, "was shown the link to the first secret of {target} again, for a repeated request"),
        (Audit.Acts.SecretEndChanged, "changed the expiry of the secret of {target} ending in {hint}"),
        (Audit.Acts.SecretEnded, "revoked the secret of {target} ending in {hint}"),
        (Audit.Acts.AppKeyRevealed, "viewed the app key of {target}, ending in {hint}"),
        (Audit.Acts.NetworkAdded, "added {network} to the allowlist of {target}"),
        (Audit.Acts.NetworkLabelled, "labelled {network} on the allowlist of {target}"),
        (Audit.Acts.NetworkRemoved, "removed {network} from the allowlist of {target}"),
        (Audit.Acts.ExemptionGranted, "exempted {target} from its allowlist"),
        (Audit.Acts.ExemptionWithdrawn, "withdrew the exemption of {target} from its allowlist"),
        (Audit.Acts.PersonInvited, "invited {target} as {role}"),
        (Audit.Acts.InvitationShown, "was shown the invitation link of {target} again, for a repeated request"),
        (Audit.Acts.InvitationWithdrawn, "withdrew the invitation of {target}"),
        (Audit.Acts.InvitationAccepted, "accepted the invitation of {invitedBy} as {role}"),
        (Audit.Acts.RoleChanged, "changed the role of {target} from {before.role} to {role}"),
        (Audit.Acts.MemberRemoved, "removed {target}, who was {role}"),
        (Audit.Acts.AccountDisabled, "disabled the account of {target}, in all tenants"),
        (Audit.Acts.AccountEnabled, "enabled the account of {target}"),
        (Audit.Acts.RequestMade, "drafted the request {name}"),
        (Audit.Acts.RequestEdited, "edited the request {name}"),
        (Audit.Acts.RequestSubmitted, "submitted the request {name}"),
        (Audit.Acts.RequestWithdrawn, "withdrew the request {target}"),
        (Audit.Acts.RequestDiscarded, "discarded the draft {name}"),
        (Audit.Acts.RequestReturned, "returned the request {target}: {comment}"),
        (Audit.Acts.RequestDeclined, "declined the request {target}: {comment}"),
        (Audit.Acts.RequestApproved, "saw the request {target} approved by {decidedBy}, as {credential}"),
        (Audit.Acts.CredentialMade, "created {target} with it"),
        (Audit.Acts.GoLiveBegun, "started go-live for {target}"),
        (Audit.Acts.ContractAdded, "added a contract for {scopes}"),
        (Audit.Acts.ContractChanged, "changed a contract to {scopes}"),
        (Audit.Acts.ContractEnded, "ended the contract for {before.scopes}"),
        (Audit.Acts.TenantCreated, "created the tenant {name} ({target})"),
        (Audit.Acts.TenantChanged, "changed the settings of the tenant {target}"),
        (Audit.Acts.TenantDisabled, "disabled the tenant {target}"),
        (Audit.Acts.TenantEnabled, "enabled the tenant {target}"),
        (Audit.Acts.ApiAdded, "added the API {name} ({target}) to the catalogue"),
        (Audit.Acts.ApiRenamed, "renamed the API {target} from {before.name} to {name}"),
        (Audit.Acts.ApiClientAdded, "created the client {target} of the API {api}"),
        (Audit.Acts.ScopeAdded, "added the scope {target} to {api}"),
        (Audit.Acts.ScopeRemoved, "removed the scope {target} of {before.api} from the catalogue"),
        (Audit.Acts.KeyAdded, "published the signing key {target}, which signs from {signsAt}"),
        (Audit.Acts.KeysEnded, "revoked the signing keys {before.kids} and replaced them with {target}"),
    ];

    private static readonly Dictionary<string, string> Deeds = Known.ToDictionary(known => known.Act, known => known.Deed);

    /// <summary>The actions that have a sentence.</summary>
    public static IReadOnlyCollection<string> Acts => Deeds.Keys;

    public static string Of(AuditEntry entry)
    {
        if (!Deeds.TryGetValue(entry.Act, out var deed))
            return $"{entry.Actor}: {entry.Act}, {entry.Target}"; // from a later release, during an upgrade
        var (before, after) = (AuditState.Read(entry.Before), AuditState.Read(entry.After));
        return $"{entry.Actor} {Blank().Replace(deed, blank => Fill(blank, entry.Target, before, after))}.";
    }

    private static string Fill(Match blank, string target, JsonElement? before, JsonElement? after)
    {
        var name = blank.Groups["name"].Value;
        if (name == "target")
            return target;
        return (blank.Groups["before"].Success ? null : AuditState.Text(after, name)) ?? AuditState.Text(before, name) ?? "something";
    }

    [GeneratedRegex(@"\{(?<before>before\.)?(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}
