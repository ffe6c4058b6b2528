using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.GoLive;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>
/// Submits a request to the operators. If the tenant has that right, a UAT request within the contract needs no operator: the
/// credential is created at once. For go-live, the UAT credential must be ready now, not only when the request was started.
/// </summary>
public sealed class SubmitRequest(AdminOperations operations, CredentialFactory credentials, RequestEmails mail, GoLiveReadiness readiness)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    /// <summary>The recorded decision maker of an automatic approval.</summary>
    public const string Rule = "rule: UAT inside the contract";

    public async Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id, int? version) =>
        mail.Decided(caller.Tenant, await operations.Change<ReviewedRequest>(caller, Needed, work => Submit(work, id, version)));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/submit",
                async (HttpContext http, Guid request, SubmitRequest submit) =>
                    (await submit.Execute(http.Caller(), request, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("SubmitRequest")
            .WithSummary("Submits a request to the operators. If anything is missing, the response lists all of it.");

    private async Task<Result<ReviewedRequest, Problem>> Submit(AdminUnitOfWork work, Guid id, int? version)
    {
        if (!(await RequestLookup.Find(work, id, version, RequestState.Draft, RequestState.Returned)).Ok(out var row, out var problem))
            return problem;
        if (RequestValidator.Faults(row, await work.Db.Catalogue()) is { Count: > 0 } faults)
            return Problem.Invalid(faults);
        if ((await readiness.Of(work.Db, row, work.Now))?.Fault is { } lack)
            return lack;
        if (await CredentialFactory.Full(work, row) is { } full)
            return full;
        var reviewedRequest = await ReviewedRequest.Of(work, row);
        var isApproved = await NeedsNobody(work, reviewedRequest);
        var pending = work.Db.Requests.Where(other => other.State == RequestState.Submitted);
        if (!isApproved && await work.Beyond(nameof(TenantBounds.PendingRequests), pending) is { } tooMany)
            return tooMany;
        (row.State, row.SubmittedAt) = (RequestState.Submitted, work.Now);
        await work.Audit(AuditActions.RequestSubmitted, row.Id.ToString(), row.Environment, after: RequestSnapshot.Of(row));
        return isApproved ? reviewedRequest with { HandOver = await credentials.Make(work, row, Rule) } : reviewedRequest;
    }

    private static async Task<bool> NeedsNobody(AdminUnitOfWork work, ReviewedRequest reviewedRequest) =>
        reviewedRequest.Row.Environment is TenantEnvironment.UAT
        && reviewedRequest.Coverage is var contracts
        && reviewedRequest.Row.Scopes.TrueForAll(scope => contracts.Covers(scope, work.Now))
        && await work.Db.Tenants.AnyAsync(tenant => tenant.Id == work.Caller.Tenant.Id && tenant.ApprovesUatItself)
        && await work.Beyond(nameof(TenantBounds.AutoApprovedClients), work.Db.Requests.Where(row => row.DecidedBy == Rule)) is null;
}
