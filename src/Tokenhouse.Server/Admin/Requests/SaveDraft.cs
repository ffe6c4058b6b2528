using Tokenhouse.Core;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>Starts a request for a credential, or edits a draft or a returned request. It can be incomplete until it is submitted.</summary>
public sealed class SaveDraft(Desk desk)
{
    public static readonly Permission Needed = new(Right.Work, "hub.requests.write");

    private static readonly Permission Operates = new(Right.Operate, Needed.Scope);

    /// <summary>Starts a request.</summary>
    public async Task<Result<RequestView, Problem>> Execute(Actor actor, RequestDraft draft) =>
        Examined.Views(
            await desk.Change<Examined>(
                actor,
                Needed,
                async work =>
                {
                    var written = new Written(draft, work.Bounds);
                    if (Faults(actor, draft, written) is { Count: > 0 } faults)
                        return Problem.Invalid(faults);
                    if (await Drafts.Full(work) is { } full)
                        return full;
                    var row = Row(work, KindName.Read(draft.Kind)!.Value, ClientKey.Read(draft.Environment!)!.Value);
                    written.Write(row);
                    work.Db.Requests.Add(row);
                    await work.Audit(Acts.RequestMade, row.Id.ToString(), row.Environment, after: Content.Of(row));
                    return await Examined.Of(work, row);
                }
            )
        );

    /// <summary>Edits a request.</summary>
    public async Task<Result<RequestView, Problem>> Execute(Actor actor, Guid id, RequestDraft draft, int? version) =>
        Examined.Views(
            await desk.Change<Examined>(
                actor,
                Needed,
                async work =>
                {
                    if (
                        !(await RequestRow.Find(work, id, version, RequestState.Draft, RequestState.Returned)).Ok(
                            out var row,
                            out var problem
                        )
                    )
                        return problem;
                    var written = new Written(draft, work.Bounds);
                    if (Faults(row, draft, written) is { Count: > 0 } faults)
                        return Problem.Invalid(faults);
                    var before = Content.Of(row);
                    written.Write(row);
                    await work.Audit(Acts.RequestEdited, row.Id.ToString(), row.Environment, before, Content.Of(row));
                    return await Examined.Of(work, row);
                }
            )
        );

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant
            .MapPost(
                "/requests",
                async (HttpContext http, RequestDraft draft, SaveDraft save) =>
                    (await save.Execute(http.Actor(), draft)).Created(made => $"{http.Request.Path}/{made.Id}")
            )
            .RequirePermission(Needed)
            .Produces<RequestView>(StatusCodes.Status201Created)
            .WithName("MakeRequest")
            .WithSummary("Starts a request for a credential, as a draft.");
        tenant
            .MapPut(
                "/requests/{request:guid}",
                async (HttpContext http, Guid request, RequestReplacement replacement, SaveDraft save) =>
                    (await save.Execute(http.Actor(), request, replacement.Draft, http.ExpectedVersion() ?? replacement.Version)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<RequestView>()
            .WithName("EditRequest")
            .WithSummary("Replaces the content of a draft or a returned request.");
    }

    private static Dictionary<string, string> Faults(Actor actor, RequestDraft draft, Written written)
    {
        var faults = written.Faults();
        if (KindName.Read(draft.Kind) is null)
            faults[RequestField.Kind] = $"Choose a kind: {string.Join(", ", KindName.All.Select(KindName.Spelled))}.";
        if (ClientKey.Read(draft.Environment ?? "") is not { } environment)
            faults[RequestField.Environment] = "Choose an environment: uat.";
        else if (environment is Environment.LIVE && !actor.May(Operates))
            faults[RequestField.Environment] = "To get a LIVE credential, take a UAT credential live.";
        return faults;
    }

    private static Dictionary<string, string> Faults(CredentialRequest row, RequestDraft draft, Written written)
    {
        var faults = written.Faults();
        if (draft.Kind is { } kind && KindName.Read(kind) != row.Kind)
            faults[RequestField.Kind] = "You can't change the kind of a request. For another kind, create a new request.";
        if (draft.Environment is { } environment && ClientKey.Read(environment) != row.Environment)
            faults[RequestField.Environment] = "You can't change the environment of a request.";
        return faults;
    }

    private static CredentialRequest Row(Work work, ClientKind kind, Environment environment) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            TenantId = work.Actor.Tenant.Id,
            Environment = environment,
            Kind = kind,
            Name = "",
            Purpose = "",
            Scopes = [],
            Owner = "",
            Contact = "",
            State = RequestState.Draft,
            RequestedBy = work.Actor.Name,
            CreatedAt = work.Now,
        };
}
