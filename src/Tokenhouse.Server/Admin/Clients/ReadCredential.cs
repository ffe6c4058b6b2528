using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin.Secrets;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Clients;

/// <summary>A credential with all that is known of it but its secrets themselves.</summary>
public sealed class ReadCredential(Desk desk)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    public Task<Outcome<Credential>> Execute(Actor actor, ClientKey key) =>
        desk.Read<Credential>(
            actor,
            Needed,
            async (db, now) => await key.Find(db) is { } client ? await Credential(db, client, now) : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}",
                async (HttpContext http, string environment, string client, ReadCredential read) =>
                    (await read.Execute(http.Actor(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Credential>()
            .WithName("ReadCredential")
            .WithSummary("A credential with its settings and the state of its secrets.");

    internal static async Task<Credential> Credential(Db db, Client client, DateTimeOffset now)
    {
        var row = await db
            .Clients.AsNoTracking()
            .Where(other => other.Environment == client.Environment && other.Id == client.Id)
            .Select(CredentialRow.Of(now))
            .SingleAsync();
        var contract = await ContractScopes.Of(db, client.Environment, now);
        return new()
        {
            Id = client.Id,
            Environment = client.Environment,
            Kind = client.Kind,
            Name = client.Name,
            Purpose = client.Purpose,
            Owner = client.Owner,
            Contact = client.Contact,
            State = row.State,
            CreatedAt = client.CreatedAt,
            DisabledAt = client.DisabledAt,
            DisabledBy = client.DisabledBy,
            IsDisabledByVendor = client.IsDisabledByVendor,
            LastUsedAt = row.LastUsedAt,
            GoLiveOf = client.GoLiveOf,
            Scopes = [.. client.Scopes.Select(scope => new GivenScope(scope, contract.Covers(scope)))],
            RedirectUris = client.RedirectUris,
            RequiresPkce = client.RequiresPkce || client.Kind.IsPublic(),
            RequiresAllowlist = client.RequiresAllowlist,
            Allowlist = await Allowlist(db, client, now),
            Secrets = [.. client.Secrets.OrderByDescending(secret => secret.CreatedAt).Select(secret => SecretEntry.Of(secret, now))],
            HandOver = await HandOver(db, client, now),
            Version = client.Version,
            ReadAt = now,
        };
    }

    private static async Task<AllowlistSummary> Allowlist(Db db, Client client, DateTimeOffset now)
    {
        var networks = db.AllowedNetworks.Where(row => row.Environment == client.Environment);
        var exemptUntil = await db
            .AllowlistExemptions.Where(row =>
                row.Environment == client.Environment && row.ClientId == client.Id && row.WithdrawnAt == null && row.EndsAt > now
            )
            .MaxAsync(row => (DateTimeOffset?)row.EndsAt);
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(row => row.Id == client.TenantId);
        return new(
            client.Kind is ClientKind.AppKey || client.RequiresAllowlist || tenant.RequiresAllowlist,
            await networks.CountAsync(row => row.ClientId == client.Id),
            await networks.CountAsync(row => row.ClientId == null),
            exemptUntil
        );
    }

    private static Task<PendingHandOver?> HandOver(Db db, Client client, DateTimeOffset now) =>
        db
            .HandOvers.Where(row =>
                row.Environment == client.Environment && row.ClientId == client.Id && row.SpentAt == null && row.ExpiresAt > now
            )
            .Select(row => new PendingHandOver(row.MadeBy, row.CreatedAt, row.ExpiresAt))
            .FirstOrDefaultAsync();
}
