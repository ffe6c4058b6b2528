using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Dialects;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Overview;

/// <summary>What operators should look at, across all tenants of the datacentre: the total of each kind, and the first rows.</summary>
public sealed class ReadOperatorDashboard(AdminOperations operations, IReadOnlyList<Retirement> retirements, EmailQueue mail)
{
    public static readonly Permission Needed = new(Right.See, "hub.tenants.read");

    /// <summary>How long before its end something is listed as expiring soon.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>How many rows of each kind are listed.</summary>
    public const int MostNamed = 10;

    /// <summary>What operators should look at.</summary>
    /// <param name="Requests">Pending requests, oldest first.</param>
    /// <param name="Unmanaged">Enabled tenants without a Manager, newest first.</param>
    /// <param name="Secrets">Secrets that expire soon, soonest first.</param>
    /// <param name="Contracts">Contracts that end soon, soonest first.</param>
    /// <param name="Sunsets">Upcoming sunsets of dialects, soonest first.</param>
    /// <param name="MailsLost">Emails that this server dropped since its start because too many were waiting.</param>
    public sealed record Output(
        DashboardSection<WaitingRequest> Requests,
        DashboardSection<UnmanagedTenant> Unmanaged,
        DashboardSection<EndingSecret> Secrets,
        DashboardSection<EndingContract> Contracts,
        IReadOnlyList<Retirement> Sunsets,
        EmailQueue.Loss MailsLost
    );

    /// <summary>A request that waits for approval.</summary>
    /// <param name="Tenant">The slug of the tenant.</param>
    /// <param name="Id">The ID of the request.</param>
    /// <param name="Environment">The environment of the credential.</param>
    /// <param name="Name">The name of the credential.</param>
    /// <param name="Since">When it was sent for approval.</param>
    public sealed record WaitingRequest(string Tenant, Guid Id, TenantEnvironment Environment, string Name, DateTimeOffset Since);

    /// <summary>A tenant without a Manager.</summary>
    /// <param name="Slug">Its slug.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="CreatedAt">When it was created.</param>
    public sealed record UnmanagedTenant(string Slug, string Name, DateTimeOffset CreatedAt);

    /// <summary>A secret that expires soon.</summary>
    /// <param name="Tenant">The slug of the tenant.</param>
    /// <param name="Environment">The environment of the credential.</param>
    /// <param name="Client">The client ID of the credential.</param>
    /// <param name="Name">The name of the credential.</param>
    /// <param name="Hint">The last characters of the secret.</param>
    /// <param name="ExpiresAt">When the secret expires.</param>
    public sealed record EndingSecret(
        string Tenant,
        TenantEnvironment Environment,
        string Client,
        string Name,
        string Hint,
        DateTimeOffset ExpiresAt
    );

    /// <summary>A contract that ends soon.</summary>
    /// <param name="Tenant">The slug of the tenant.</param>
    /// <param name="Name">The name of the tenant.</param>
    /// <param name="Environment">The environment of the contract.</param>
    /// <param name="Until">When the contract ends, exclusive.</param>
    public sealed record EndingContract(string Tenant, string Name, TenantEnvironment Environment, DateTimeOffset Until);

    public Task<Result<Output, Problem>> Execute(Caller caller) =>
        operations.ReadAcrossTenants<Output>(
            caller,
            Needed,
            async (db, now) =>
                new Output(
                    await Requests(db),
                    await Unmanaged(db),
                    await Secrets(db, now),
                    await Contracts(db, now),
                    [.. retirements.Where(plan => plan.SunsetAt > now).OrderBy(plan => plan.SunsetAt)],
                    mail.Lost
                )
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapGet("/desk", async (HttpContext http, ReadOperatorDashboard read) => (await read.Execute(http.Caller())).Answer())
            .RequirePermission(Needed)
            .Produces<Output>()
            .WithName("ReadDesk")
            .WithSummary("Shows what operators should look at, across all tenants.");

    private static Task<DashboardSection<WaitingRequest>> Requests(Db db) =>
        Section(
            from request in db.Requests.IgnoreQueryFilters([Db.OwnerFilter])
            join tenant in db.Tenants on request.TenantId equals tenant.Id
            where request.State == RequestState.Submitted
            orderby request.SubmittedAt
            select new WaitingRequest(tenant.Slug, request.Id, request.Environment, request.Name, request.SubmittedAt ?? request.CreatedAt)
        );

    private static Task<DashboardSection<UnmanagedTenant>> Unmanaged(Db db) =>
        Section(
            from tenant in db.Tenants
            where
                tenant.DisabledAt == null
                && !db.Memberships.Any(membership => membership.TenantId == tenant.Id && membership.Role == Role.Manager)
            orderby tenant.CreatedAt descending, tenant.Id
            select new UnmanagedTenant(tenant.Slug, tenant.Name, tenant.CreatedAt)
        );

    private static Task<DashboardSection<EndingSecret>> Secrets(Db db, DateTimeOffset now) =>
        Section(
            from secret in db.Secrets.IgnoreQueryFilters([Db.OwnerFilter])
            join client in db.Clients.IgnoreQueryFilters([Db.OwnerFilter])
                on new { secret.Environment, Id = secret.ClientId } equals new { client.Environment, client.Id }
            join tenant in db.Tenants on secret.TenantId equals tenant.Id
            where
                secret.DisabledAt == null
                && client.DisabledAt == null
                && tenant.DisabledAt == null
                && secret.ExpiresAt > now
                && secret.ExpiresAt < now + Soon
            orderby secret.ExpiresAt
            select new EndingSecret(tenant.Slug, client.Environment, client.Id, client.Name, secret.Hint, secret.ExpiresAt!.Value)
        );

    private static Task<DashboardSection<EndingContract>> Contracts(Db db, DateTimeOffset now) =>
        Section(
            from contract in db.Contracts.IgnoreQueryFilters([Db.OwnerFilter])
            join tenant in db.Tenants on contract.TenantId equals tenant.Id
            where tenant.DisabledAt == null && contract.Until > now && contract.Until < now + Soon
            orderby contract.Until
            select new EndingContract(tenant.Slug, tenant.Name, contract.Environment, contract.Until!.Value)
        );

    private static async Task<DashboardSection<T>> Section<T>(IQueryable<T> rows) =>
        new(await rows.CountAsync(), await rows.Take(MostNamed).ToListAsync());
}
