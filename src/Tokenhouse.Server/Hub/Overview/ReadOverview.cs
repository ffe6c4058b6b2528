using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>A tenant's overview: the activity of its credentials in the last day, and what needs attention.</summary>
public sealed class ReadOverview(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.credentials.read");

    /// <summary>How long before its expiry a secret is listed as expiring soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>How many rows of each kind are listed. Other pages list all.</summary>
    public const int MostNamed = 10;

    private const int Hours = 24;
    private const long Hour = 3_600_000; // in the databases' time unit

    /// <summary>The overview of a tenant.</summary>
    /// <param name="Environments">LIVE and UAT.</param>
    /// <param name="Expiring">Secrets that expire soon, soonest first.</param>
    /// <param name="Unused">Credentials that never got a token, newest first.</param>
    /// <param name="Waiting">Pending and returned requests.</param>
    public sealed record Output(
        IReadOnlyList<Side> Environments,
        IReadOnlyList<ExpiringSecret> Expiring,
        IReadOnlyList<UnusedCredential> Unused,
        IReadOnlyList<WaitingRequest> Waiting
    );

    /// <summary>One environment.</summary>
    /// <param name="Environment">The environment.</param>
    /// <param name="Credentials">How many credentials are enabled.</param>
    /// <param name="Issued">Tokens issued in each of the last 24 hours, the oldest first.</param>
    /// <param name="Refused">Requests refused in each of these hours.</param>
    public sealed record Side(TenantEnvironment Environment, int Credentials, IReadOnlyList<long> Issued, IReadOnlyList<long> Refused);

    /// <summary>A secret that expires soon.</summary>
    /// <param name="Environment">The environment of the credential.</param>
    /// <param name="ClientId">The client ID of the credential.</param>
    /// <param name="Name">The name of the credential.</param>
    /// <param name="Hint">The last characters of the secret.</param>
    /// <param name="ExpiresAt">When the secret expires.</param>
    public sealed record ExpiringSecret(TenantEnvironment Environment, string ClientId, string Name, string Hint, DateTimeOffset ExpiresAt);

    /// <summary>A credential that never got a token.</summary>
    /// <param name="Environment">Where it works.</param>
    /// <param name="ClientId">The client ID.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="CreatedAt">When it was created.</param>
    public sealed record UnusedCredential(TenantEnvironment Environment, string ClientId, string Name, DateTimeOffset CreatedAt);

    /// <summary>A request that waits for approval or for you.</summary>
    /// <param name="Id">Its ID.</param>
    /// <param name="Environment">The environment of the credential.</param>
    /// <param name="Name">The name of the credential.</param>
    /// <param name="State">Whether it waits for approval, or was returned to you.</param>
    /// <param name="Since">Since when it has been in this state.</param>
    public sealed record WaitingRequest(Guid Id, TenantEnvironment Environment, string Name, RequestState State, DateTimeOffset Since);

    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                var sides = new List<Side>();
                foreach (var environment in Enum.GetValues<TenantEnvironment>())
                    sides.Add(await Look(db, environment, now));
                return new Output(sides, await Expiring(db, now), await Unused(db), await Waiting(db));
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet("/overview", async (HttpContext http, ReadOverview read) => (await read.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ReadOverview")
            .WithSummary("Summarises a tenant: the last day, and what needs attention.");

    private static async Task<Side> Look(Db db, TenantEnvironment environment, DateTimeOffset now)
    {
        var begin = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour + 1 - Hours), TimeSpan.Zero);
        var credentials = await db.Clients.CountAsync(row => row.Environment == environment && row.DisabledAt == null);
        var (tenant, spelled, since) = (db.Tenant, environment.ToString(), begin.ToUnixTimeMilliseconds());
        var issued = db.Database.SqlQuery<Counted>(
            $"""
            SELECT ("Minute" - {since}) / {Hour} AS "Hour", CAST(SUM("Issued") AS bigint) AS "Count" FROM "Usages"
            WHERE "TenantId" = {tenant} AND "Environment" = {spelled} AND "Minute" >= {since} GROUP BY 1
            """
        );
        var refused = db.Database.SqlQuery<Counted>(
            $"""
            SELECT ("At" - {since}) / {Hour} AS "Hour", CAST(SUM("Count") AS bigint) AS "Count" FROM "Refusals"
            WHERE "TenantId" = {tenant} AND "Environment" = {spelled} AND "At" >= {since} AND "Code" <> '' GROUP BY 1
            """
        );
        return new(environment, credentials, Hourly(await issued.ToListAsync()), Hourly(await refused.ToListAsync()));
    }

    private static long[] Hourly(List<Counted> counted)
    {
        var hours = new long[Hours];
        foreach (var (hour, count) in counted)
            hours[Math.Min(hour, Hours - 1)] += count;
        return hours;
    }

    /// <summary>Summed by the databases, which divide integers in the same way. EF Core can't express it.</summary>
    private sealed record Counted(long Hour, long Count);

    private static async Task<IReadOnlyList<ExpiringSecret>> Expiring(Db db, DateTimeOffset now) =>
        await (
            from secret in db.Secrets
            join client in db.Clients on new { secret.Environment, Id = secret.ClientId } equals new { client.Environment, client.Id }
            where secret.DisabledAt == null && client.DisabledAt == null && secret.ExpiresAt > now && secret.ExpiresAt < now + Soon
            orderby secret.ExpiresAt
            select new ExpiringSecret(client.Environment, client.Id, client.Name, secret.Hint, secret.ExpiresAt!.Value)
        )
            .Take(MostNamed)
            .ToListAsync();

    private static async Task<IReadOnlyList<UnusedCredential>> Unused(Db db) =>
        await db
            .Clients.Where(client => client.DisabledAt == null && client.Kind != ClientKind.Api && !client.LastCalls.Any())
            .OrderByDescending(client => client.CreatedAt)
            .Take(MostNamed)
            .Select(client => new UnusedCredential(client.Environment, client.Id, client.Name, client.CreatedAt))
            .ToListAsync();

    private static async Task<IReadOnlyList<WaitingRequest>> Waiting(Db db) =>
        await db
            .Requests.Where(request => request.State == RequestState.Submitted || request.State == RequestState.Returned)
            .OrderBy(request => request.SubmittedAt)
            .Take(MostNamed)
            .Select(request => new WaitingRequest(
                request.Id,
                request.Environment,
                request.Name,
                request.State,
                request.DecidedAt ?? request.SubmittedAt ?? request.CreatedAt
            ))
            .ToListAsync();
}
