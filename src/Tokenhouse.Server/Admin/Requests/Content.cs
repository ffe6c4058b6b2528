using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>The content of a request, as recorded in the audit.</summary>
internal sealed record Content(
    string Kind,
    string Name,
    string Purpose,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> Networks,
    bool RequiresPkce,
    string Owner,
    string Contact
)
{
    public static Content Of(CredentialRequest row) =>
        new(
            KindName.Spelled(row.Kind),
            row.Name,
            row.Purpose,
            [.. row.Scopes],
            [.. row.RedirectUris],
            [.. row.Networks],
            row.RequiresPkce,
            row.Owner,
            row.Contact
        );
}
