using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Returns a credential with everything except its secrets themselves.</summary>
public sealed class ReadCredential(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    public Task<Result<Credential, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<Credential>(
            caller,
            Needed,
            async (db, now) => await key.Find(db) is { } client ? await Credential(db, client, now) : Problem.NotFound
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}",
                async (HttpContext http, string environment, string client, ReadCredential read) =>
                    (await read.Execute(http.Caller(), new(environment, client))).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Credential>()
            .WithName("ReadCredential")
            .WithSummary("Returns a credential with its settings and the state of its secrets.");

    internal static async Task<Credential> Credential(Db db, Client client, DateTimeOffset now)
    {
        var row = await db
            .Clients.AsNoTracking()
            .Where(other => other.Environment == client.Environment && other.Id == client.Id)
            .Select(CredentialRow.Of(now))
            .SingleAsync();
        var (contracts, catalogue) = (await db.Coverage(client.Environment), await db.Catalogue());
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
            Scopes =
            [
                .. client
                    .Scopes.Where(scope => !catalogue.IsSignIn(scope))
                    .Select(scope => new GivenScope(scope, contracts.Covers(scope, now))),
            ],
            RedirectUris = client.RedirectUris,
            PostLogoutRedirectUris = client.PostLogoutRedirectUris,
            RequiresPkce = client.RequiresPkce || client.Kind.IsPublic(),
            RequiresAllowlist = client.RequiresAllowlist,
            SignInScopes = client.Kind.SignInScopes(client.SwitchedOffScopes),
            HasClaimsInIdToken = client.HasClaimsInIdToken,
            Allowlist = await AllowlistSummary.Of(db, client, now),
            Secrets = [.. client.Secrets.OrderByDescending(secret => secret.CreatedAt).Select(secret => SecretEntry.Of(secret, now))],
            HandOver = await HandOver(db, client, now),
            Version = client.Version,
            ReadAt = now,
        };
    }

    private static Task<PendingHandOver?> HandOver(Db db, Client client, DateTimeOffset now) =>
        db
            .HandOvers.Where(row =>
                row.Environment == client.Environment && row.ClientId == client.Id && row.SpentAt == null && row.ExpiresAt > now
            )
            .Select(row => new PendingHandOver(row.MadeBy, row.CreatedAt, row.ExpiresAt))
            .FirstOrDefaultAsync();
}
