using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>A cleaned-up draft: trimmed, without empty or duplicate lines.</summary>
internal sealed class NormalizedDraft(RequestDraft draft, TenantBounds bounds)
{
    /// <summary>The maximum number of networks in a request. More can be added to the credential.</summary>
    public const int Most = 200;

    private readonly string name = Trimmed(draft.Name);
    private readonly string purpose = Trimmed(draft.Purpose).ReplaceLineEndings("\n");
    private readonly string owner = Trimmed(draft.Owner);
    private readonly string contact = Trimmed(draft.Contact);
    private readonly List<string> scopes = Lines(draft.Scopes);
    private readonly List<string> redirectUris = Lines(draft.RedirectUris);
    private readonly List<string> networks = [.. Lines(draft.Networks).Select(Canonical).Distinct()];

    /// <summary>Errors that prevent saving, by field.</summary>
    public Dictionary<string, string> Faults()
    {
        var faults = new Dictionary<string, string>();
        Check(faults, RequestField.Name, name, Schema.Name, "A name");
        Check(faults, RequestField.Purpose, purpose.Replace("\n", "", StringComparison.Ordinal), Schema.Purpose, "A purpose");
        Check(faults, RequestField.Owner, owner, Schema.Person, "An email address");
        Check(faults, RequestField.Contact, contact, Schema.Person, "An email address");
        Check(faults, RequestField.Scopes, scopes, Schema.MostScopes, "A request can have");
        Check(faults, RequestField.RedirectUris, redirectUris, bounds.RedirectUris, "A request can have");
        if (redirectUris.Sum(uri => uri.Length) > bounds.RedirectUriCharacters)
            faults.TryAdd(RequestField.RedirectUris, bounds.Refusal(nameof(TenantBounds.RedirectUriCharacters)));
        Check(faults, RequestField.Networks, networks, Most, "A request can have");
        return faults;
    }

    public void Write(CredentialRequest row)
    {
        (row.Name, row.Purpose, row.Owner, row.Contact) = (name, purpose, owner, contact);
        (row.Scopes, row.RedirectUris, row.Networks) = (Requested(row.Kind), redirectUris, networks);
        row.RequiresPkce = draft.RequiresPkce;
    }

    /// <summary>Clients that act for people have the scopes about the person without a request.</summary>
    private List<string> Requested(ClientKind kind) => kind.MayActForPeople() ? [.. scopes.Except(StandardScopes.SignIn)] : scopes;

    private static void Check(Dictionary<string, string> faults, string field, string text, int longest, string what)
    {
        if (text.Length > longest)
            faults[field] = $"{what} can have at most {longest} characters.";
        else if (!PlainText.IsLine(text))
            faults[field] = $"{what} can't have control characters or invisible characters.";
    }

    private static void Check(Dictionary<string, string> faults, string field, List<string> lines, int most, string what)
    {
        if (lines.Count > most)
            faults[field] = $"{what} at most {most} of these.";
        else if (lines.Exists(line => line.Length > Tokenhouse.Core.RedirectUri.MaxLength || !PlainText.IsLine(line)))
            faults[field] =
                $"A line can have at most {Tokenhouse.Core.RedirectUri.MaxLength} characters, and no control characters or invisible characters.";
    }

    private static string Trimmed(string? text) => text?.Trim() ?? "";

    private static List<string> Lines(IReadOnlyList<string?>? lines) =>
        [.. (lines ?? []).Select(Trimmed).Where(line => line.Length > 0).Distinct()];

    // Invalid networks are kept as entered until the request is submitted.
    private static string Canonical(string line) => CanonicalNetwork.Read(line).Ok(out var network, out _) ? network.Text : line;
}
