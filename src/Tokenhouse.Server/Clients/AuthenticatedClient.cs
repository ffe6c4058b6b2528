using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Clients;

/// <summary>
/// Proof that a request came from this client, as far as the client can prove it, and from an allowed address. Only
/// <see cref="ClientAuthentication"/> creates it. A public client has only identified itself; what else it presents must be its own.
/// </summary>
public sealed class AuthenticatedClient
{
    internal AuthenticatedClient(RegisteredClient registered, Secret? secret, AllowlistDecision allowlistDecision) =>
        (Registered, Caller) = (
            registered,
            new(registered.Id, registered.Tenant.Id, secret?.Id) { AdmittedBy = allowlistDecision.Entries }
        );

    public RegisteredClient Registered { get; }

    public string Id => Registered.Id;

    public ClientKind Kind => Registered.Kind;

    public Tenant Tenant => Registered.Tenant;

    public AttributedClient Caller { get; }

    /// <summary>What the event log says about how it authenticated; null if nothing.</summary>
    public RefusalReason? Note { get; internal init; }
}
