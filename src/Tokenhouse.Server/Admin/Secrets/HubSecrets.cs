using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>
/// The secret of a program with scopes of the Hub gives access to these scopes, so only callers who may grant them can get it.
/// </summary>
internal static class HubSecrets
{
    /// <summary>Why the caller can't get a secret of the credential; null if they can.</summary>
    public static Problem? Fault(Actor actor, Client client) =>
        client.Scopes.Find(scope => HubApi.Owns(scope) && !actor.MayHandOn(scope)) is { } scope
            ? Problem.Conflict(
                $"This credential has {scope}, and so would anyone with its secret. Only a Manager of the tenant, or a program with the same scopes of the Hub, can get the secret."
            )
            : null;
}
