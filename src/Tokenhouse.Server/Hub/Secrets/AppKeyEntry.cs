using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>An app-key credential: its ID, and its keys without their values.</summary>
/// <param name="AppId">The <c>app_id</c>.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The active keys, newest first.</param>
public sealed record AppKeyEntry(string AppId, TenantEnvironment Environment, string Name, IReadOnlyList<SecretEntry> Keys)
{
    internal ClientKey Key => new(ClientKey.Format(Environment), AppId);

    internal static AppKeyEntry Of(Client client, DateTimeOffset now) =>
        new(
            client.Id,
            client.Environment,
            client.Name,
            [
                .. client
                    .Secrets.Where(secret => secret.IsLive(now))
                    .OrderByDescending(secret => secret.CreatedAt)
                    .Select(secret => SecretEntry.Of(secret, now)),
            ]
        );
}
