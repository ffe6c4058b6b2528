using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Credentials;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Creates secrets: app keys, which can be shown again, and all others, which can't.</summary>
public sealed class SecretFactory(AppKeys keys)
{
    /// <summary>Adds a secret to a credential. Deletes secrets that ended long ago; the audit keeps their history.</summary>
    public MadeSecret Add(AdminUnitOfWork work, Client client, DateTimeOffset? expiresAt)
    {
        work.Db.Secrets.RemoveRange(
            client
                .Secrets.Where(secret => !secret.IsLive(work.Now))
                .OrderByDescending(secret => secret.CreatedAt)
                .Skip(work.Bounds.EndedSecrets)
        );
        var (row, text) = client.Kind is ClientKind.AppKey ? AppKey(work, client) : Usual(work, client);
        row.ExpiresAt = expiresAt;
        row.HubScopes = [.. client.Scopes.Where(HubScopes.Owns)]; // the person who gets it is entitled to these scopes, but not to later ones
        work.Db.Secrets.Add(row); // added explicitly: EF Core treats an entity with an ID on a tracked client as existing
        return new(row, text);
    }

    private (Secret, SecretText) AppKey(AdminUnitOfWork work, Client client)
    {
        var text = AppKeys.Make();
        return (keys.Seal(text, client.Id, client.TenantId, client.Environment, work.Now, work.Caller.Name), text);
    }

    private static (Secret, SecretText) Usual(AdminUnitOfWork work, Client client)
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
            MadeBy = work.Caller.Name,
            CreatedAt = work.Now,
        };
        return (row, text);
    }
}
