using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>
/// The secret of a program with scopes of the Hub gives access to these scopes, so only callers who may grant them can get it.
/// </summary>
internal static class HubSecretRule
{
    /// <summary>Why the caller can't get a secret of the credential; null if they can.</summary>
    public static Problem? Fault(Caller caller, Client client) =>
        client.Scopes.Find(scope => HubScopes.Owns(scope) && !caller.MayHandOn(scope)) is { } scope
            ? Problem.Conflict(
                $"This credential has {scope}, and so would anyone with its secret. Only a Manager of the tenant, or a program with the same scopes of the Hub, can get the secret."
            )
            : null;
}
