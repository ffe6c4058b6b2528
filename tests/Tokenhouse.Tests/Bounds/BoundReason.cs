using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Bounds;

/// <summary>Why the rows of each table are bounded: by a bound, or for a reason.</summary>
internal sealed record BoundReason(string Reason, params IReadOnlyList<string> Bounds)
{
    private const string Vendor = "Only operators of the vendor add them.";
    private const string Expires = "Rows expire and are swept; ";

    public static readonly IReadOnlyDictionary<Type, BoundReason> ByType = new Dictionary<Type, BoundReason>
    {
        [typeof(Client)] = new(
            "",
            nameof(TenantBounds.Clients),
            nameof(TenantBounds.AutoApprovedClients),
            nameof(TenantBounds.RedirectUris),
            nameof(TenantBounds.PostLogoutRedirectUris)
        ),
        [typeof(Secret)] = new("", nameof(TenantBounds.LiveSecrets), nameof(TenantBounds.EndedSecrets)),
        [typeof(AllowedNetwork)] = new("", nameof(TenantBounds.Networks)),
        [typeof(AllowlistExemption)] = new("", nameof(TenantBounds.Exemptions)),
        [typeof(CredentialRequest)] = new(
            "",
            nameof(TenantBounds.Drafts),
            nameof(TenantBounds.PendingRequests),
            nameof(TenantBounds.ChangesADay)
        ),
        [typeof(Contract)] = new("", nameof(TenantBounds.Contracts)),
        [typeof(Membership)] = new("", nameof(TenantBounds.People)),
        [typeof(Account)] = new("Accounts come from invitations.", nameof(TenantBounds.Invitations), nameof(TenantBounds.People)),
        [typeof(Invitation)] = new("", nameof(TenantBounds.Invitations)),
        [typeof(AuditEntry)] = new("", nameof(TenantBounds.ChangesADay)),
        [typeof(IdempotencyKey)] = new("One for each change, kept for a day.", nameof(TenantBounds.ChangesADay)),
        [typeof(HandOver)] = new("One for each client: another one replaces it.", nameof(TenantBounds.Clients)),
        [typeof(Reminder)] = new("A few for each secret, deleted with it.", nameof(TenantBounds.LiveSecrets)),
        [typeof(RefreshFamily)] = new("", nameof(TenantBounds.SignInsOfAccount)),
        [typeof(Consent)] = new("One for each member and client.", nameof(TenantBounds.People), nameof(TenantBounds.Clients)),
        [typeof(Session)] = new("", nameof(TenantBounds.SessionsOfAccount)),
        [typeof(AccessToken)] = new(
            Expires + "an hour after they were issued. APIs are told of a bounded number.",
            nameof(TenantBounds.RevokedTokens),
            nameof(TenantBounds.RevokedTokensOfClient)
        ),
        [typeof(RefreshToken)] = new(
            Expires + "90 days after they were spent. Each costs its client a request and is never read by others."
        ),
        [typeof(AuthorizationCode)] = new(Expires + "a day after they were issued. Each costs a signed-in member of the tenant a request."),
        [typeof(Usage)] = new("One for each client, dialect and minute; the clients are bounded.", nameof(TenantBounds.Clients)),
        [typeof(LastCall)] = new("One for each client and dialect; the clients are bounded.", nameof(TenantBounds.Clients)),
        [typeof(Refusal)] = new(Expires + "equal ones are folded, and the event log bounds what strangers cause."),
        [typeof(UnprovedDay)] = new(Expires + "one for each environment, kind and day."),
        [typeof(SignIn)] = new(Expires + "equal ones are folded, and attempts are throttled by network and account."),
        [typeof(Link)] = new(Expires + "an hour after they were made, at most five for each account and purpose."),
        [typeof(Throttle)] = new(Expires + "a quarter of an hour after the first attempt, one for each network and thing."),
        [typeof(IdentityUserPasskey<Guid>)] = new("At most 20 for each account (Passkeys.Most)."),
        [typeof(IdentityUserClaim<Guid>)] = new("Identity's own; nothing here writes any of them."),
        [typeof(IdentityUserLogin<Guid>)] = new("Identity's own; nothing here writes any of them."),
        [typeof(IdentityUserToken<Guid>)] = new("The authenticator key and the recovery codes: two for each account."),
        [typeof(Tenant)] = new(Vendor),
        [typeof(Api)] = new(Vendor),
        [typeof(Scope)] = new(Vendor),
        [typeof(SigningKey)] = new("A few for each site, by rotation alone."),
        [typeof(DataProtectionKey)] = new("A few for the datacentre, by rotation alone."),
        [typeof(Lease)] = new("One for each kind of background work."),
        [typeof(Change)] = new("The change feed is swept after an hour."),
    };
}
