using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Starts a request for a credential, or edits a draft or a returned request. It can be incomplete until it is submitted.</summary>
public sealed class SaveDraft(AdminOperations operations)
{
    public static readonly Permission Needed = HubPermissions.WriteRequests;

    private static readonly Permission Operates = new(Right.Operate, Needed.Scope);

    /// <summary>Starts a request.</summary>
    public async Task<Result<RequestView, Problem>> Execute(Caller caller, RequestDraft draft) =>
        ReviewedRequest.Views(
            await operations.Change<ReviewedRequest>(
                caller,
                Needed,
                async work =>
                {
                    var normalizedDraft = new NormalizedDraft(draft, work.Bounds);
                    if (Faults(caller, draft, normalizedDraft) is { Count: > 0 } faults)
                        return Problem.Invalid(faults);
                    if (await DraftQueries.Full(work) is { } full)
                        return full;
                    var row = Row(work, ClientKindNames.Read(draft.Kind)!.Value, ClientKey.Read(draft.Environment!)!.Value);
                    normalizedDraft.Write(row);
                    work.Db.Requests.Add(row);
                    await work.Audit(AuditActions.RequestMade, row.Id.ToString(), row.Environment, after: RequestSnapshot.Of(row));
                    return await ReviewedRequest.Of(work, row);
                }
            )
        );

    /// <summary>Edits a request.</summary>
    public async Task<Result<RequestView, Problem>> Execute(Caller caller, Guid id, RequestDraft draft, int? version) =>
        ReviewedRequest.Views(
            await operations.Change<ReviewedRequest>(
                caller,
                Needed,
                async work =>
                {
                    if (
                        !(await RequestLookup.Find(work, id, version, RequestState.Draft, RequestState.Returned)).Ok(
                            out var row,
                            out var problem
                        )
                    )
                        return problem;
                    var normalizedDraft = new NormalizedDraft(draft, work.Bounds);
                    if (Faults(row, draft, normalizedDraft) is { Count: > 0 } faults)
                        return Problem.Invalid(faults);
                    var before = RequestSnapshot.Of(row);
                    normalizedDraft.Write(row);
                    await work.Audit(AuditActions.RequestEdited, row.Id.ToString(), row.Environment, before, RequestSnapshot.Of(row));
                    return await ReviewedRequest.Of(work, row);
                }
            )
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapPost(
                "/requests",
                async (HttpContext http, RequestDraft draft, SaveDraft save) =>
                    (await save.Execute(http.Caller(), draft)).Created(made => http.TenantUrl($"/requests/{made.Id}"))
            )
            .RequirePermission(Needed)
            .Produces<RequestView>(StatusCodes.Status201Created)
            .WithName("MakeRequest")
            .WithSummary("Starts a request for a credential, as a draft.");
        tenant
            .MapPut(
                "/requests/{request:guid}",
                async (HttpContext http, Guid request, RequestReplacement replacement, SaveDraft save) =>
                    (await save.Execute(http.Caller(), request, replacement.Draft, replacement.Version)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("EditRequest")
            .WithSummary("Replaces the content of a draft or a returned request.");
    }

    private static Dictionary<string, string> Faults(Caller caller, RequestDraft draft, NormalizedDraft normalizedDraft)
    {
        var faults = normalizedDraft.Faults();
        if (ClientKindNames.Read(draft.Kind) is null)
            faults[RequestField.Kind] = $"Choose a kind: {string.Join(", ", ClientKindNames.All.Select(ClientKindNames.Format))}.";
        if (ClientKey.Read(draft.Environment) is not { } environment)
            faults[RequestField.Environment] = "Choose an environment: UAT.";
        else if (environment is TenantEnvironment.LIVE && !caller.May(Operates))
            faults[RequestField.Environment] = "To get a LIVE credential, take a UAT credential live.";
        return faults;
    }

    private static Dictionary<string, string> Faults(CredentialRequest row, RequestDraft draft, NormalizedDraft normalizedDraft)
    {
        var faults = normalizedDraft.Faults();
        if (draft.Kind is { } kind && ClientKindNames.Read(kind) != row.Kind)
            faults[RequestField.Kind] = "You can't change the kind of a request. For another kind, create a new request.";
        if (draft.Environment is { } environment && ClientKey.Read(environment) != row.Environment)
            faults[RequestField.Environment] = "You can't change the environment of a request.";
        return faults;
    }

    private static CredentialRequest Row(AdminUnitOfWork work, ClientKind kind, TenantEnvironment environment) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = work.Caller.Tenant.Id,
            Environment = environment,
            Kind = kind,
            Name = "",
            Purpose = "",
            Scopes = [],
            Owner = "",
            Contact = "",
            State = RequestState.Draft,
            RequestedBy = work.Caller.Name,
            CreatedAt = work.Now,
        };
}
