using System.Text.Json;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>
/// The sentence of an audit entry. Braces contain the target or a recorded value:
/// the value after the change, or else before it; with <c>before.</c>, always the one before.
/// </summary>
public static partial class AuditSentences
{
    private static readonly (string Act, string Deed)[] Known =
    [
        (AuditActions.CredentialChanged, "changed the settings of {target}"),
        (AuditActions.CredentialDisabled, "disabled {target}"),
        (AuditActions.CredentialDisabledByVendor, "disabled {target} for the vendor, so only the vendor can enable it"),
        (AuditActions.CredentialEnabled, "enabled {target}"),
        (AuditActions.ScopesChanged, "changed the scopes of {target} to {scopes}"),
        (AuditActions.TokenSettingsChanged, "changed the token settings of {target}"),
        (AuditActions.HandOverMade, "created a link to the first secret of {target}"),
        (AuditActions.SecretHandedOver, "collected the first secret of {target}, ending in {hint}"),
        (AuditActions.SecretAdded, "added a secret to {target}, ending in {hint}"),
        (AuditActions.SecretShownAgain, "was shown the secret of {target} ending in {hint} again, for a repeated request"),
        (AuditActions.HandOverShown, "was shown the link to the first secret of {target} again, for a repeated request"),
        (AuditActions.SecretEndChanged, "changed the expiry of the secret of {target} ending in {hint}"),
        (AuditActions.SecretEnded, "revoked the secret of {target} ending in {hint}"),
        (AuditActions.AppKeyRevealed, "viewed the app key of {target}, ending in {hint}"),
        (AuditActions.NetworkAdded, "added {network} to the allowlist of {target}"),
        (AuditActions.NetworkLabelled, "labelled {network} on the allowlist of {target}"),
        (AuditActions.NetworkRemoved, "removed {network} from the allowlist of {target}"),
        (AuditActions.ExemptionGranted, "exempted {target} from its allowlist"),
        (AuditActions.ExemptionWithdrawn, "withdrew the exemption of {target} from its allowlist"),
        (AuditActions.PersonInvited, "invited {target} as {role}"),
        (AuditActions.InvitationShown, "was shown the invitation link of {target} again, for a repeated request"),
        (AuditActions.InvitationWithdrawn, "withdrew the invitation of {target}"),
        (AuditActions.InvitationAccepted, "accepted the invitation of {invitedBy} as {role}"),
        (AuditActions.RoleChanged, "changed the role of {target} from {before.role} to {role}"),
        (AuditActions.MemberRemoved, "removed {target}, who was {role}"),
        (AuditActions.AccountDisabled, "disabled the account of {target}, in all tenants"),
        (AuditActions.AccountEnabled, "enabled the account of {target}"),
        (AuditActions.RequestMade, "drafted the request {name}"),
        (AuditActions.RequestEdited, "edited the request {name}"),
        (AuditActions.RequestSubmitted, "submitted the request {name}"),
        (AuditActions.RequestWithdrawn, "withdrew the request {target}"),
        (AuditActions.RequestDiscarded, "discarded the draft {name}"),
        (AuditActions.RequestReturned, "returned the request {target}: {comment}"),
        (AuditActions.RequestDeclined, "declined the request {target}: {comment}"),
        (AuditActions.RequestApproved, "completed the request {target}, approved by {decidedBy}, as {credential}"),
        (AuditActions.CredentialMade, "created {target} from the approved request"),
        (AuditActions.GoLiveBegun, "started go-live for {target}"),
        (AuditActions.ContractAdded, "added a contract for {scopes}"),
        (AuditActions.ContractChanged, "changed a contract to {scopes}"),
        (AuditActions.ContractEnded, "ended the contract for {before.scopes}"),
        (AuditActions.TenantCreated, "created the tenant {name} ({target})"),
        (AuditActions.TenantChanged, "changed the settings of the tenant {target}"),
        (AuditActions.TenantDisabled, "disabled the tenant {target}"),
        (AuditActions.TenantEnabled, "enabled the tenant {target}"),
        (AuditActions.ApiAdded, "added the API {name} ({target}) to the catalogue"),
        (AuditActions.ApiRenamed, "renamed the API {target} from {before.name} to {name}"),
        (AuditActions.ApiLifetimeChanged, "changed the lifetime of access tokens for {target} from {before.lifetime} to {lifetime}"),
        (AuditActions.ApiClientAdded, "created the client {target} of the API {api}"),
        (AuditActions.ScopeAdded, "added the scope {target} to {api}"),
        (AuditActions.ScopeRemoved, "removed the scope {target} of {before.api} from the catalogue"),
        (AuditActions.KeyAdded, "published the signing key {target}, which signs from {signsAt}"),
        (AuditActions.KeysEnded, "revoked the signing keys {before.kids} and replaced them with {target}"),
    ];

    private static readonly Dictionary<string, string> Deeds = Known.ToDictionary(known => known.Act, known => known.Deed);

    /// <summary>The actions that have a sentence.</summary>
    public static IReadOnlyCollection<string> Acts => Deeds.Keys;

    public static string Of(AuditEntry entry)
    {
        if (!Deeds.TryGetValue(entry.Act, out var deed))
            return $"{entry.Actor}: {entry.Act}, {entry.Target}"; // from a later release, during an upgrade
        var (before, after) = (AuditSnapshot.Read(entry.Before), AuditSnapshot.Read(entry.After));
        return $"{entry.Actor} {Blank().Replace(deed, blank => Fill(blank, entry.Target, before, after))}.";
    }

    private static string Fill(Match blank, string target, JsonElement? before, JsonElement? after)
    {
        var name = blank.Groups["name"].Value;
        if (name == "target")
            return target;
        return (blank.Groups["before"].Success ? null : AuditSnapshot.Text(after, name)) ?? AuditSnapshot.Text(before, name) ?? "something";
    }

    [GeneratedRegex(@"\{(?<before>before\.)?(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}
