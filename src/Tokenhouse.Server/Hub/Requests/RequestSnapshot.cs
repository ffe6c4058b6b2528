using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The content of a request, as recorded in the audit.</summary>
internal sealed record RequestSnapshot(
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
    public static RequestSnapshot Of(CredentialRequest row) =>
        new(
            ClientKindNames.Format(row.Kind),
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
