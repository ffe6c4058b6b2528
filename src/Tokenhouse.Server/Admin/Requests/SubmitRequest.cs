using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.GoLive;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>
/// Submits a request to the operators. If the tenant has that right, a UAT request within the contract needs no operator: the
/// credential is created at once. For go-live, the UAT credential must be ready now, not only when the request was started.
/// </summary>
public sealed class SubmitRequest(Desk desk, NewCredential credentials, RequestMail mail, Readiness readiness)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    /// <summary>The recorded decision maker of an automatic approval.</summary>
    public const string Rule = "rule: UAT inside the contract";

    public async Task<Result<RequestView, Problem>> Execute(Actor actor, Guid id, int? version) =>
        mail.Decided(actor.Tenant, await desk.Change<Examined>(actor, Needed, work => Submit(work, id, version)));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/submit",
                async (HttpContext http, Guid request, SubmitRequest submit) =>
                    (await submit.Execute(http.Actor(), request, http.ExpectedVersion())).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("SubmitRequest")
            .WithSummary("Submits a request to the operators. If anything is missing, the response lists all of it.");

    private async Task<Result<Examined, Problem>> Submit(Work work, Guid id, int? version)
    {
        if (!(await RequestRow.Find(work, id, version, RequestState.Draft, RequestState.Returned)).Ok(out var row, out var problem))
            return problem;
        if (Completeness.Faults(row, await work.Db.Catalogue()) is { Count: > 0 } faults)
            return Problem.Invalid(faults);
        if ((await readiness.Of(work.Db, row, work.Now))?.Fault is { } lack)
            return lack;
        if (await NewCredential.Full(work, row) is { } full)
            return full;
        var examined = await Examined.Of(work, row);
        var isApproved = await NeedsNobody(work, examined);
        var pending = work.Db.Requests.Where(other => other.State == RequestState.Submitted);
        if (!isApproved && await work.Beyond(nameof(TenantBounds.PendingRequests), pending) is { } tooMany)
            return tooMany;
        (row.State, row.SubmittedAt) = (RequestState.Submitted, work.Now);
        await work.Audit(Acts.RequestSubmitted, row.Id.ToString(), row.Environment, after: Content.Of(row));
        return isApproved ? examined with { HandOver = await credentials.Make(work, row, Rule) } : examined;
    }

    private static async Task<bool> NeedsNobody(Work work, Examined examined) =>
        examined.Row.Environment is Environment.UAT
        && examined.Coverage is var contracts
        && examined.Row.Scopes.TrueForAll(scope => contracts.Covers(scope, work.Now))
        && await work.Db.Tenants.AnyAsync(tenant => tenant.Id == work.Actor.Tenant.Id && tenant.ApprovesUatItself)
        && await work.Beyond(nameof(TenantBounds.AutoApprovedClients), work.Db.Requests.Where(row => row.DecidedBy == Rule)) is null;
}
