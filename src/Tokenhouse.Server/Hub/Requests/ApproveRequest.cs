using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Approves a request, which creates the credential. Its secret is created when a member of the tenant collects it.</summary>
public sealed class ApproveRequest(AdminOperations operations, CredentialFactory credentials, RequestEmails mail)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.requests.write");

    /// <summary>How to approve it.</summary>
    /// <param name="AddScopes">Whether missing scopes are added to the contract.</param>
    public sealed record Input(bool AddScopes = false);

    public async Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id, Input input, int? version) =>
        mail.Decided(caller.Tenant, await operations.Change<ReviewedRequest>(caller, Needed, work => Approve(work, id, input, version)));

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/requests/{request:guid}/approve",
                async (HttpContext http, Guid request, Input input, ApproveRequest approve) =>
                    (await approve.Execute(http.Caller(), request, input, version: null)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("ApproveRequest")
            .WithSummary("Approves a request and creates the credential. For the vendor's own programs.");

    private async Task<Result<ReviewedRequest, Problem>> Approve(AdminUnitOfWork work, Guid id, Input input, int? version)
    {
        if (!(await RequestLookup.Find(work, id, version, RequestState.Submitted)).Ok(out var row, out var problem))
            return problem;
        if (await CredentialFactory.Full(work, row) is { } full)
            return full;
        var reviewedRequest = await ReviewedRequest.Of(work, row);
        var contracts = reviewedRequest.Coverage;
        var missing = row.Scopes.Where(scope => !contracts.Covers(scope, work.Now)).ToList();
        if (missing.Count > 0 && !input.AddScopes)
            return Problem.Conflict(
                $"{Sentence(missing)} in the {row.Environment} contract. Add the missing scopes to the contract when you approve, or return the request."
            );
        if (missing.Count > 0 && !await Add(work, reviewedRequest, missing))
            return Problem.Conflict(
                $"With these scopes, the contract would have more than {Schema.MostScopes}, the maximum. Add another contract for them, then approve."
            );
        return reviewedRequest with { HandOver = await credentials.Make(work, row, work.Caller.Name) };
    }

    private static string Sentence(List<string> scopes) =>
        scopes.Count == 1 ? $"{scopes[0]} isn't" : $"{string.Join(", ", scopes[..^1])} and {scopes[^1]} aren't";

    /// <summary>Adds them to the contract that lasts longest; if none is current, creates one from now.</summary>
    private static async Task<bool> Add(AdminUnitOfWork work, ReviewedRequest reviewedRequest, List<string> missing)
    {
        var contract = reviewedRequest
            .Contracts.Where(row => row.Terms.IsCurrent(work.Now))
            .MaxBy(row => row.Until ?? DateTimeOffset.MaxValue);
        var before = contract?.Scopes;
        if (contract is null)
            work.Db.Contracts.Add(
                contract = new()
                {
                    Id = Guid.CreateVersion7(work.Now),
                    TenantId = work.Caller.Tenant.Id,
                    Environment = reviewedRequest.Row.Environment,
                    Scopes = [],
                    From = work.Now,
                }
            );
        contract.Scopes = [.. contract.Scopes, .. missing];
        if (contract.Scopes.Count > Schema.MostScopes)
            return false;
        await work.Audit(
            before is null ? AuditActions.ContractAdded : AuditActions.ContractChanged,
            work.Caller.Tenant.Slug,
            reviewedRequest.Row.Environment,
            before is null ? null : new { Scopes = before },
            new
            {
                contract.Scopes,
                contract.From,
                contract.Until,
            }
        );
        return true;
    }
}
