using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>Makes the secrets of credentials: app keys, which can be shown again, and all others, which cannot.</summary>
public sealed class NewSecrets(AppKeys keys)
{
    /// <summary>Adds a secret to a credential, beside those that it has. Of those that ended long ago only the audit knows from then on.</summary>
    public MadeSecret Add(Work work, Client client, DateTimeOffset? expiresAt)
    {
        work.Db.Secrets.RemoveRange(
            client
                .Secrets.Where(secret => !secret.IsLive(work.Now))
                .OrderByDescending(secret => secret.CreatedAt)
                .Skip(work.Bounds.EndedSecrets)
        );
        var (row, text) = client.Kind is ClientKind.AppKey ? AppKey(work, client) : Usual(work, client);
        row.ExpiresAt = expiresAt;
        row.HubScopes = [.. client.Scopes.Where(HubApi.Owns)]; // the one who takes it is entitled to these, and to no later ones
        work.Db.Secrets.Add(row); // by itself: what EF Core finds with its id on a known client, it takes for known
        return new(row, text);
    }

    private (Secret, SecretText) AppKey(Work work, Client client)
    {
        var text = AppKeys.Make();
        return (keys.Seal(text, client.Id, client.TenantId, client.Environment, work.Now, work.Actor.Name), text);
    }

    private static (Secret, SecretText) Usual(Work work, Client client)
    {
        var text = ClientSecret.Make(client.Environment);
        var row = new Secret
        {
            Id = Guid.CreateVersion7(work.Now),
            ClientId = client.Id,
            TenantId = client.TenantId,
            Environment = client.Environment,
            Hash = TextHash.Of(text),
            Hint = ClientSecret.Hint(text),
            MadeBy = work.Actor.Name,
            CreatedAt = work.Now,
        };
        return (row, text);
    }
}
