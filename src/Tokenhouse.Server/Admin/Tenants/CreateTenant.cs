using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.Contracts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Tenants;

/// <summary>Takes in a customer: a tenant with its dialects, and contracts if they are agreed already. Its people are invited afterwards.</summary>
public sealed class CreateTenant(Desk desk, ReservedSlugs reserved, IReadOnlyList<Dialect> dialects)
{
    public static readonly Permission Needed = new(Right.Operate, "hub.tenants.write");

    /// <summary>The first number that is given to a tenant when none is named.</summary>
    private const long FirstId = 100;

    // What comes after it is still a number, and no reader of JSON takes it for another.
    private const long LastId = 999_999_999_999_999;

    /// <param name="Name">What it is called.</param>
    /// <param name="Slug">What begins its hosts; it stays.</param>
    /// <param name="Id">Its number, which stays too; none: the next that is free.</param>
    /// <param name="Dialects">The names of the dialects that its clients may speak; none: the standard one.</param>
    /// <param name="Contracts">Its first contracts.</param>
    public sealed record Input(
        string Name,
        string Slug,
        long? Id = null,
        IReadOnlyList<string>? Dialects = null,
        IReadOnlyList<AddContract.Input>? Contracts = null
    );

    public Task<Outcome<TenantEntry>> Execute(Actor actor, Input input) =>
        desk.Operate<TenantEntry>(
            actor,
            Needed,
            async work =>
            {
                if (await Faults(work.Db, input) is { Count: > 0 } faults)
                    return Problem.Invalid(faults);
                var row = Row(input, input.Id ?? await NextId(work.Db), work.Now);
                foreach (var contract in input.Contracts ?? [])
                    if ((await AddContract.Row(work, row.Id, contract)).Ok(out var agreed, out var problem))
                        row.Contracts.Add(agreed);
                    else
                        return problem;
                work.Db.Tenants.Add(row);
                await work.Audit(
                    Acts.TenantCreated,
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
        );

    public static void Map(IEndpointRouteBuilder vendor) =>
        vendor
            .MapPost(
                "/tenants",
                async (HttpContext http, Input input, CreateTenant create) =>
                    (await create.Execute(http.Actor(), input)).Created(entry => $"{http.Request.Path}/{entry.Slug}")
            )
            .Needs(Needed)
            .Produces<TenantEntry>(StatusCodes.Status201Created)
            .WithName("CreateTenant")
            .WithSummary("Takes in a customer.");

    private async Task<Dictionary<string, string>> Faults(Db db, Input input)
    {
        var faults = new Dictionary<string, string>();
        if (TenantTerms.NameFault(input.Name) is { } name)
            faults["name"] = name;
        if (reserved.Fault(input.Slug) is { } slug)
            faults["slug"] = slug;
        else if (await db.Tenants.AnyAsync(row => row.Slug == input.Slug))
            faults["slug"] = $"There is a tenant with the slug {input.Slug} already.";
        if (input.Id <= 0)
            faults["id"] = "A tenant's number is greater than zero.";
        else if (input.Id > LastId)
            faults["id"] = "A tenant's number has at most fifteen digits.";
        else if (input.Id is { } id && await db.Tenants.AnyAsync(row => row.Id == id))
            faults["id"] = string.Create(CultureInfo.InvariantCulture, $"There is a tenant with the number {id} already.");
        if (TenantTerms.DialectFault(input.Dialects ?? [], dialects) is { } dialect)
            faults["dialects"] = dialect;
        return faults;
    }

    private static async Task<long> NextId(Db db) => Math.Max(FirstId, await db.Tenants.MaxAsync(row => row.Id) + 1);

    private Tenant Row(Input input, long id, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Slug = input.Slug,
            Name = input.Name.Trim(),
            Dialects = input.Dialects is null ? [dialects[0].Name] : TenantTerms.InOrder(input.Dialects, dialects),
            CreatedAt = now,
        };
}
