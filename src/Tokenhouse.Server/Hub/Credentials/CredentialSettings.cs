using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The editable settings of a credential, trimmed. The audit records the same values.</summary>
internal sealed record CredentialSettings(
    string Name,
    string Purpose,
    string Owner,
    string Contact,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    bool RequiresPkce,
    bool RequiresAllowlist,
    IReadOnlyList<string> SignInScopes,
    bool HasClaimsInIdToken
)
{
    public static CredentialSettings Of(Client client) =>
        new(
            client.Name,
            client.Purpose,
            client.Owner,
            client.Contact,
            [.. client.RedirectUris],
            [.. client.PostLogoutRedirectUris],
            client.RequiresPkce,
            client.RequiresAllowlist,
            client.Kind.SignInScopes(client.SwitchedOffScopes),
            client.HasClaimsInIdToken
        );

    public void Write(Client client)
    {
        (client.Name, client.Purpose, client.Owner, client.Contact) = (Name, Purpose, Owner, Contact);
        (client.RedirectUris, client.PostLogoutRedirectUris) = ([.. RedirectUris], [.. PostLogoutRedirectUris]);
        (client.RequiresPkce, client.RequiresAllowlist) = (RequiresPkce, RequiresAllowlist);
        client.SwitchedOffScopes = client.Kind.MayActForPeople() ? [.. StandardScopes.SignIn.Except(SignInScopes)] : [];
        client.HasClaimsInIdToken = HasClaimsInIdToken;
    }

    /// <summary>All errors for a kind of credential at once, by field.</summary>
    public Dictionary<string, string> Faults(ClientKind kind, TenantEnvironment environment, TenantBounds bounds)
    {
        var faults = new Dictionary<string, string>();
        Add("name", Name.Length == 0 ? "Enter a name that people will recognise." : Length(Name, Schema.Name, "A name"));
        Add("purpose", Length(Purpose, Schema.Purpose, "A purpose"));
        Add("owner", Person(Owner));
        Add("contact", Person(Contact));
        Add("redirectUris", Missing(kind) ?? Uris(RedirectUris, kind, environment, bounds, nameof(TenantBounds.RedirectUris)));
        Add("postLogoutRedirectUris", Uris(PostLogoutRedirectUris, kind, environment, bounds, nameof(TenantBounds.PostLogoutRedirectUris)));
        Add("signInScopes", SignIn(kind));
        Add(
            "hasClaimsInIdToken",
            HasClaimsInIdToken && !kind.MayActForPeople() ? "This credential doesn't get ID tokens. Set it to false." : null
        );
        return faults;

        void Add(string field, string? fault)
        {
            if (fault is not null)
                faults[field] = fault;
        }
    }

    private static string? Length(string text, int most, string what) =>
        text.Length > most ? $"{what} can have at most {most} characters."
        : !PlainText.IsText(text) ? $"{what} can't have control characters or invisible characters."
        : null;

    // Emails are written in ASCII, including addresses.
    private static string? Person(string address) =>
        address.Length == 0
        || address.Length <= Schema.Person
            && Ascii.IsValid(address)
            && PlainText.IsLine(address)
            && System.Net.Mail.MailAddress.TryCreate(address, out var parsed)
            && parsed.Address == address
            ? null
            : "This isn't an email address. Enter one such as ada@example.com, or leave it empty.";

    private string? SignIn(ClientKind kind) =>
        SignInScopes.FirstOrDefault(scope => !StandardScopes.SignIn.Contains(scope)) is { } other
            ? $"{(other.Length <= 100 ? other : other[..100] + "…")} isn't a sign-in scope. Use {string.Join(", ", StandardScopes.SignIn)}."
        : SignInScopes.Count > 0 && !kind.MayActForPeople() ? "This credential doesn't sign people in. Leave it empty."
        : SignInScopes.Count > 0 && !SignInScopes.Contains(StandardScopes.OpenId)
            ? "The other sign-in scopes need openid. Add openid, or remove them."
        : null;

    private string? Missing(ClientKind kind) =>
        RedirectUris.Count == 0 && kind.MayActForPeople()
            ? "Enter at least one redirect URI: the address to which people return after they have signed in."
            : null;

    /// <summary>The same rules for where people return after signing in and after signing out.</summary>
    private static string? Uris(
        IReadOnlyList<string> uris,
        ClientKind kind,
        TenantEnvironment environment,
        TenantBounds bounds,
        string bound
    )
    {
        if (!kind.MayActForPeople())
            return uris.Count == 0 ? null : "This credential doesn't need a redirect URI. Leave it empty.";
        if (uris.Count > bounds.Most(bound))
            return bounds.Refusal(bound);
        if (uris.Sum(uri => uri.Length) > bounds.RedirectUriCharacters)
            return bounds.Refusal(nameof(TenantBounds.RedirectUriCharacters));
        foreach (var uri in uris)
            if (RedirectUriRegistration.Fault(uri, kind, environment) is { } fault)
                return $"{(uri.Length <= 100 ? uri : uri[..100] + "…")}: {fault}";
        return null;
    }
}
