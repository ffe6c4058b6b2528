using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>
/// The secret of a program that has scopes of the Hub is worth what those scopes allow: who takes it must be one who may give them.
/// </summary>
internal static class HubSecrets
{
    /// <summary>Why somebody may not take a secret of the credential; null: they may.</summary>
    public static Problem? Fault(Actor actor, Client client) =>
        client.Scopes.Find(scope => HubApi.Owns(scope) && !actor.MayHandOn(scope)) is { } scope
            ? Problem.Conflict(
                $"This credential has {scope}, and its secret is worth as much. A Manager of the tenant takes it, or a program that has the same scopes of the Hub."
            )
            : null;
}
