using System.Net.Mail;
using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>What a request must have before an operator sees it. All errors are returned at once, by field.</summary>
internal static class RequestValidator
{
    public const int ShortestPurpose = 10;

    /// <param name="request">The request.</param>
    /// <param name="catalogue">All scopes of the catalogue.</param>
    public static Dictionary<string, string> Faults(CredentialRequest request, ScopeCatalogue catalogue)
    {
        var faults = new Dictionary<string, string>();
        Add(RequestField.Name, request.Name.Length == 0 ? "Enter a name that people will recognise." : null);
        Add(RequestField.Purpose, Purpose(request.Purpose));
        Add(RequestField.Scopes, Scopes(request, catalogue));
        Add(RequestField.RedirectUris, RedirectUris(request));
        Add(RequestField.Networks, Networks(request));
        Add(RequestField.Owner, Address(request.Owner, "Enter the owner"));
        Add(RequestField.Contact, Address(request.Contact, "Enter the technical contact"));
        return faults;

        void Add(string field, string? fault)
        {
            if (fault is not null)
                faults[field] = fault;
        }
    }

    private static string? Purpose(string purpose) =>
        purpose.Length < ShortestPurpose
            ? $"Describe what it is for, in at least {ShortestPurpose} characters: which program, for what work, how often."
            : null;

    private static string? Scopes(CredentialRequest request, ScopeCatalogue catalogue)
    {
        if (request.Scopes.Count == 0 && !request.Kind.MayActForPeople()) // which may only sign people in
            return "Choose at least one scope. Without scopes, it can't get a token.";
        if (request.Scopes.Find(HubScopes.Owns) is { } hub)
            return $"You can't request {hub} here. A Manager of the tenant adds the scopes of the Hub to a LIVE credential.";
        if (request.Scopes.Find(catalogue.IsSignIn) is { } person)
            return $"{person} is for signing people in, but this credential acts only for itself.";
        return request.Scopes.Find(scope => !catalogue.Has(scope)) is { } unknown
            ? $"The scope {unknown} doesn't exist. Choose a scope of the catalogue."
            : null;
    }

    private static string? RedirectUris(CredentialRequest request)
    {
        if (!request.Kind.MayActForPeople())
            return request.RedirectUris.Count == 0 ? null : "This credential doesn't need a redirect URI. Leave it empty.";
        if (request.RedirectUris.Count == 0)
            return "Enter at least one redirect URI: the address to which people return after they have signed in.";
        foreach (var uri in request.RedirectUris)
            if (RedirectUriRegistration.Fault(uri, request.Kind, request.Environment) is { } fault)
                return $"{uri}: {fault}";
        return null;
    }

    private static string? Networks(CredentialRequest request)
    {
        if (request.Kind.IsPublic())
            return request.Networks.Count == 0 ? null : "People use it from anywhere, and an allowlist would block them. Leave it empty.";
        if (request.Networks.Count == 0)
            return request.Kind is ClientKind.AppKey ? "Enter at least one network: an app key works only from its allowlist." : null;
        foreach (var network in request.Networks)
            if (!CanonicalNetwork.Read(network).Ok(out _, out var problem))
                return problem.Detail;
        return null;
    }

    // Emails are written in ASCII, including addresses.
    private static string? Address(string address, string whom)
    {
        if (address.Length == 0)
            return $"{whom}: an email address.";
        return Ascii.IsValid(address) && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address
            ? null
            : $"{address} isn't an email address. Enter one such as ada@example.com.";
    }
}
