using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>An app-key credential as programs are configured with it: the id, and the keys without themselves.</summary>
/// <param name="AppId">The <c>app_id</c>.</param>
/// <param name="Environment">Where it is used.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Keys">The keys that work, the youngest first.</param>
public sealed record AppKeyEntry(string AppId, Environment Environment, string Name, IReadOnlyList<SecretEntry> Keys)
{
    internal ClientKey Key => new(ClientKey.Spelled(Environment), AppId);

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
