using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>A client as the directory keeps it.</summary>
/// <param name="Row">What is registered, with its secrets.</param>
/// <param name="Allowlist">Its own list.</param>
/// <param name="ExemptUntil">Until when any address will do; null when no exemption was ever granted, or all were taken back.</param>
public sealed record KnownClient(Client Row, Allowlist Allowlist, DateTimeOffset? ExemptUntil)
{
    private readonly Lazy<RegisteredRedirectUris> redirectUris = new(() => RegisteredRedirectUris.Of(Row.RedirectUris, Row.Kind));

    /// <summary>Judged when they are first needed: most clients never send a person anywhere.</summary>
    public RegisteredRedirectUris RedirectUris => redirectUris.Value;
}
