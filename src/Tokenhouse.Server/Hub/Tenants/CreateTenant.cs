using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Contracts;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Tenants;

/// <summary>Creates a tenant with its dialects, and optionally with contracts. People are invited afterwards.</summary>
public sealed class CreateTenant(AdminOperations operations, TenantNames names, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    private static readonly Problem NoNumberLeft = Problem.Conflict(
        "All numbers in this datacentre's range are used. Choose a number, or ask the server's administrator to extend TenantNumbers."
    );

    /// <summary>The tenant to create.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Slug">The first label of its hosts. It can't be changed later.</param>
    /// <param name="Id">Its number, which can't be changed later; null for the next free number of the datacentre.</param>
    /// <param name="Dialects">The names of the dialects that its clients can use; null for the standard one.</param>
    /// <param name="Contracts">Its first contracts.</param>
    public sealed record Input(
        string Name,
        string Slug,
        long? Id = null,
        IReadOnlyList<string>? Dialects = null,
        IReadOnlyList<AddContract.Input>? Contracts = null
    );

    public Task<Result<TenantEntry, Problem>> Execute(Caller caller, Input input) =>
        names.RunExclusively(() => operations.ChangeAcrossTenants<TenantEntry>(caller, Needed, work => Create(work, input)));

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/tenants",
                async (HttpContext http, Input input, CreateTenant create) =>
                    (await create.Execute(http.Caller(), input)).Created(entry => $"{HubApiExtensions.Tenants}/{entry.Slug}")
            )
            .RequirePermission(Needed)
            .Produces<TenantEntry>(StatusCodes.Status201Created)
            .WithName("CreateTenant")
            .WithSummary("Creates a tenant.");

    private async Task<Result<TenantEntry, Problem>> Create(AdminUnitOfWork work, Input input)
    {
        if (await Faults(work.Db, input) is { Count: > 0 } faults)
            return Problem.Invalid(faults);
        if ((input.Id ?? await names.Generate(work.Db)) is not { } id)
            return NoNumberLeft;
        var row = Row(input, id, work.Now);
        foreach (var (index, contract) in (input.Contracts ?? []).Index())
            if ((await AddContract.Row(work, row.Id, contract)).Ok(out var agreed, out var problem))
                row.Contracts.Add(agreed);
            else
                return problem.Within($"contracts/{index}");
        work.Db.Tenants.Add(row);
        await work.Audit(
            AuditActions.TenantCreated,
            row.Slug,
            after: new
            {
                row.Id,
                row.Name,
                row.Dialects,
                input.Contracts,
            }
        );
        return new TenantEntry(row.Id, row.Slug, row.Name, row.CreatedAt, row.DisabledAt);
    }

    private async Task<Dictionary<string, string>> Faults(Db db, Input input)
    {
        var faults = new Dictionary<string, string>();
        if (TenantValidation.NameFault(input.Name) is { } name)
            faults["name"] = name;
        if (await names.SlugFault(db, input.Slug) is { } slug)
            faults["slug"] = slug;
        if (input.Id is { } id && await names.NumberFault(db, id) is { } number)
            faults["id"] = number;
        if (TenantValidation.DialectFault(input.Dialects ?? [], dialects) is { } dialect)
            faults["dialects"] = dialect;
        return faults;
    }

    private Tenant Row(Input input, long id, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Slug = input.Slug,
            Name = input.Name.Trim(),
            Dialects = input.Dialects is null ? [dialects[0].Name] : TenantValidation.InOrder(input.Dialects, dialects),
            CreatedAt = now,
        };
}
