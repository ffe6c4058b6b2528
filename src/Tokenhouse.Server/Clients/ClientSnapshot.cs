using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A client as cached in the directory.</summary>
/// <param name="Row">The registered client, with its secrets.</param>
/// <param name="Allowlist">Its own list.</param>
/// <param name="ExemptUntil">Until when any address is allowed; null if no exemption was granted, or all were withdrawn.</param>
public sealed record ClientSnapshot(Client Row, Allowlist Allowlist, DateTimeOffset? ExemptUntil)
{
    private readonly Lazy<RegisteredRedirectUris> redirectUris = new(() =>
        RegisteredRedirectUris.Of(Row.RedirectUris, Row.Kind, Row.Environment)
    );

    /// <summary>Parsed when first needed, because most clients never use them.</summary>
    public RegisteredRedirectUris RedirectUris => redirectUris.Value;
}
