using System.Reflection;
using System.Runtime.CompilerServices;
using Tokenhouse.Server.Data.Entities;
using ApiOfCatalogue = Tokenhouse.Server.Data.Entities.Api;

namespace Tokenhouse.Tests.Hub;

/// <summary>What is stored and can change: the settings that people make, each with its page and its operation of the API, and what is no setting.</summary>
internal static class StoredSettings
{
    private static readonly SettingForm Credential = new("ChangeCredential", page => page + "/change", "/change");
    private static readonly SettingForm Scopes = new("ChangeScopes", page => page, "/scopes");
    private static readonly SettingForm Tokens = new("ChangeTokenSettings", page => page, "/token-settings");
    private static readonly SettingForm End = new("ChangeSecretEnd", page => page[..^"/end".Length], "/end-at");
    private static readonly SettingForm OfTenant = new("ChangeTenant", page => page + "/tenant", "/tenant");
    private static readonly SettingForm OfContract = new("ChangeContract", page => page.Replace("/contracts/", "/contract/"), "/contract/");
    private static readonly SettingForm OfMember = new("ChangeRole", page => page, "/role");
    private static readonly SettingForm Label = new("LabelNetwork", page => page[..page.LastIndexOf('/')], "/label");
    private static readonly SettingForm Request = new("EditRequest", page => page + "/edit", "/edit");
    private static readonly SettingForm Rename = new("RenameApi", _ => "/operator/catalogue/api", "/rename");
    private static readonly SettingForm Lifetime = new("ChangeTokenLifetime", _ => "/operator/catalogue/api", "/token-lifetime");

    /// <summary>What people set: where, and what a program and then a person write there.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        new(typeof(Client), nameof(Client.Name), Credential, "name", "\"By a program\"", "name", "By a person"),
        new(typeof(Client), nameof(Client.Purpose), Credential, "purpose", "\"\"", "purpose", "By a person"),
        new(typeof(Client), nameof(Client.Owner), Credential, "owner", "\"\"", "owner", "person@example.com"),
        new(typeof(Client), nameof(Client.Contact), Credential, "contact", "\"\"", "contact", "person@example.com"),
        new(
            typeof(Client),
            nameof(Client.RedirectUris),
            Credential,
            "redirect_uris",
            """["https://program.example/"]""",
            "redirectUris",
            "https://person.example/"
        ),
        new(
            typeof(Client),
            nameof(Client.PostLogoutRedirectUris),
            Credential,
            "post_logout_redirect_uris",
            "[]",
            "postLogoutRedirectUris",
            "https://person.example/"
        ),
        new(typeof(Client), nameof(Client.RequiresPkce), Credential, "requires_pkce", "false", "requiresPkce", "yes"),
        new(typeof(Client), nameof(Client.RequiresAllowlist), Credential, "requires_allowlist", "false", "requiresAllowlist", "yes"),
        new(typeof(Client), nameof(Client.SwitchedOffScopes), Credential, "sign_in_scopes", "[]", "signInScopes", "openid"),
        new(typeof(Client), nameof(Client.HasClaimsInIdToken), Credential, "has_claims_in_id_token", "false", "hasClaimsInIdToken", "yes"),
        new(typeof(Client), nameof(Client.Scopes), Scopes, "scopes", "[]", "scopes", "all"),
        new(typeof(Client), nameof(Client.IdTokenAlgorithm), Tokens, "id_token_algorithm", "\"RS256\"", "id_token_algorithm", "ES256"),
        new(typeof(Client), nameof(Client.RefreshGrace), Tokens, "refresh_grace_seconds", "0", "refresh_grace_seconds", "3"),
        new(typeof(Client), nameof(Client.IdleLifetime), Tokens, "idle_days", "null", "idle_days", "1"),
        new(typeof(Client), nameof(Client.FamilyLifetime), Tokens, "family_days", "null", "family_days", "1"),
        new(typeof(Secret), nameof(Secret.ExpiresAt), End, "expires_at", "\"2027-01-31T00:00:00Z\"", "expiresAt", "2027-03-01"),
        new(typeof(Tenant), nameof(Tenant.Name), OfTenant, "name", "\"By a program\"", "name", "By a person"),
        new(typeof(Tenant), nameof(Tenant.Dialects), OfTenant, "dialects", """["Connect","OAuthV2"]""", "dialects", "Connect"),
        new(typeof(Tenant), nameof(Tenant.RequiresAllowlist), OfTenant, "requires_allowlist", "false", "requires_allowlist", "yes"),
        new(typeof(Tenant), nameof(Tenant.PrefersJwt), OfTenant, "prefers_jwt", "false", "prefers_jwt", "yes"),
        new(typeof(Tenant), nameof(Tenant.ApprovesUatItself), OfTenant, "approves_uat_itself", "true", "approves_uat_itself"),
        new(typeof(Tenant), nameof(Tenant.IdleLifetime), OfTenant, "idle_days", "null", "idle_days", "2"),
        new(typeof(Tenant), nameof(Tenant.FamilyLifetime), OfTenant, "family_days", "null", "family_days", "2"),
        new(typeof(Contract), nameof(Contract.Scopes), OfContract, "scopes", """["Public.Job.Read"]""", "scopes", "all"),
        new(typeof(Contract), nameof(Contract.From), OfContract, "from", "\"2026-10-01\"", "from", "2026-09-01"),
        new(typeof(Contract), nameof(Contract.Until), OfContract, "last_day", "null", "last_day", "2098-12-31"),
        new(typeof(Membership), nameof(Membership.Role), OfMember, "role", "\"Member\"", "role", "Reader"),
        new(typeof(AllowedNetwork), nameof(AllowedNetwork.Label), Label, "label", "\"by a program\"", "label", "by a person"),
        new(typeof(ApiOfCatalogue), nameof(ApiOfCatalogue.Name), Rename, "name", "\"By a program\"", "name", "By a person"),
        new(typeof(ApiOfCatalogue), nameof(ApiOfCatalogue.AccessTokenLifetime), Lifetime, "seconds", "null", "seconds", "900"),
        new(typeof(CredentialRequest), nameof(CredentialRequest.Name), Request, "name", "\"By a program\"", "name", "By a person"),
        new(typeof(CredentialRequest), nameof(CredentialRequest.Purpose), Request, "purpose", "\"\"", "purpose", "By a person"),
        new(typeof(CredentialRequest), nameof(CredentialRequest.Scopes), Request, "scopes", "[]", "scopes", "all"),
        new(
            typeof(CredentialRequest),
            nameof(CredentialRequest.RedirectUris),
            Request,
            "redirect_uris",
            """["https://program.example/"]""",
            "redirect_uris",
            "https://person.example/"
        ),
        new(typeof(CredentialRequest), nameof(CredentialRequest.RequiresPkce), Request, "requires_pkce", "false", "requires_pkce", "yes"),
        new(
            typeof(CredentialRequest),
            nameof(CredentialRequest.Networks),
            Request,
            "networks",
            """["192.0.2.0/24"]""",
            "networks",
            "198.51.100.0/24"
        ),
        new(typeof(CredentialRequest), nameof(CredentialRequest.Owner), Request, "owner", "\"\"", "owner", "person@example.com"),
        new(typeof(CredentialRequest), nameof(CredentialRequest.Contact), Request, "contact", "\"\"", "contact", "person@example.com"),
    ];

    /// <summary>What changes and is no setting, with the reason: a property, or an entity of which nothing is one.</summary>
    public static readonly IReadOnlyDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["Client.DisabledAt"] = "state: the operations that disable and enable",
        ["Client.DisabledBy"] = "state: the operations that disable and enable",
        ["Client.IsDisabledByVendor"] = "state: the operations that disable and enable",
        ["Client.RevokedBefore"] = "state: set when more tokens are revoked than are listed",
        ["Tenant.DisabledAt"] = "state: the operations that disable and enable",
        ["Secret.HubScopes"] = "state: what its client had when it was added",
        ["Secret.DisabledAt"] = "state: the operation that revokes",
        ["Secret.LastUsedAt"] = "state: usage",
        ["AllowedNetwork.LastMatchedAt"] = "state: usage",
        ["AllowlistExemption"] = "state: an exemption is granted and withdrawn, never changed",
        ["CredentialRequest.Kind"] = "chosen when the draft is created",
        ["CredentialRequest.State"] = "state: the operations that submit and decide",
        ["CredentialRequest.Comment"] = "state: the operations that decide",
        ["CredentialRequest.SubmittedAt"] = "state: the operation that submits",
        ["CredentialRequest.DecidedAt"] = "state: the operations that decide",
        ["CredentialRequest.DecidedBy"] = "state: the operations that decide",
        ["CredentialRequest.ClientId"] = "state: the credential that was created from it",
        ["Account"] = "the person's own, on the pages of the account: programs don't act for people there",
        ["Consent"] = "what a person agreed to on the consent page",
        ["Invitation"] = "state: an invitation is accepted or withdrawn, never changed",
        ["Session"] = "state of a browser",
        ["AccessToken"] = "state of what was issued",
        ["AuthorizationCode"] = "state of what was issued",
        ["RefreshFamily"] = "state of what was issued",
        ["RefreshToken"] = "state of what was issued",
        ["HandOver"] = "state of a link",
        ["Link"] = "state of a link",
        ["AuditEntry"] = "a record, sealed when it is written",
        ["IdempotencyKey"] = "a stored answer",
        ["Lease"] = "which server does what",
        ["Throttle"] = "attempts that were counted",
    };

    /// <summary>All properties of stored entities that can change after the row was added, by entity.</summary>
    public static IEnumerable<PropertyInfo> Changeable(IEnumerable<Type> entities) =>
        from entity in entities
        where entity.Namespace == typeof(Client).Namespace
        from property in entity.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.SetMethod is { IsPublic: true } set && !IsInit(set)
        where property.Name != nameof(IVersioned.Version) // counts changes
        select property;

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
