using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Lists the members of the tenant.</summary>
public sealed class ListPeople(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.See, "hub.people.read");

    /// <param name="Search">Part of the name or email address.</param>
    /// <param name="Role">Only those with this role.</param>
    public sealed record Filter(string? Search = null, string? Role = null)
    {
        /// <summary>The problem if a value isn't understood.</summary>
        internal Problem? Fault => new FilterFaults().OneOf("role", Role, Enum.GetNames<Role>()).Problem;
    }

    /// <summary>One page.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="sort"><c>name</c>, <c>email</c>, <c>role</c> or <c>seen</c>, with a leading minus in reverse.</param>
    /// <param name="page">The page number, from 1.</param>
    public Task<Result<ListPage<PersonEntry>, Problem>> Page(Caller caller, Filter filter, string? sort = null, int page = 1) =>
        operations.Read<ListPage<PersonEntry>>(
            caller,
            Needed,
            async (db, _) => await Sorted(Found(db, caller, filter), sort).ThenBy(person => person.Email).Slice(page)
        );

    /// <summary>A batch, by email address.</summary>
    public Task<Result<Batch<PersonEntry>, Problem>> Execute(Caller caller, Filter filter, string? cursor, int? size) =>
        operations.Read<Batch<PersonEntry>>(
            caller,
            Needed,
            async (db, _) =>
            {
                if (filter.Fault is { } fault)
                    return fault;
                var people = Found(db, caller, filter);
                if (!string.IsNullOrEmpty(cursor))
                {
                    if (Cursor.Read(cursor) is not { } last)
                        return Cursor.Unknown;
                    people = people.Where(person => person.Email.CompareTo(last) > 0);
                }
                var most = Batch<PersonEntry>.Size(size);
                var read = await people.OrderBy(person => person.Email).Take(most + 1).ToListAsync();
                return Batch<PersonEntry>.Of(read, most, person => person.Email);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/people",
                async (HttpContext http, [AsParameters] Filter filter, string? cursor, int? size, ListPeople list) =>
                    (await list.Execute(http.Caller(), filter, cursor, size)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Batch<PersonEntry>>()
            .WithName("ListPeople")
            .WithSummary("Lists the members of the tenant.");

    /// <summary>The query shared by the page, the API and the export.</summary>
    internal static IQueryable<PersonEntry> Found(Db db, Caller caller, Filter filter)
    {
        var people = PersonEntry.All(db, caller);
        if (filter.Search?.Trim() is { Length: > 0 } typed)
        {
            var text = typed.ToLowerInvariant();
            people = people.Where(person =>
                DatabaseCasing.Lower(person.Email).Contains(text)
                || DatabaseCasing.Lower(person.Name).Contains(text)
                || person.Name.Contains(typed) // SQLite only converts ASCII letters
            );
        }
        if (Enum.TryParse<Role>(filter.Role, ignoreCase: true, out var role) && Enum.IsDefined(role))
            people = people.Where(person => person.Role == role);
        return people;
    }

    internal static IOrderedQueryable<PersonEntry> Sorted(IQueryable<PersonEntry> people, string? sort) =>
        sort switch
        {
            "-name" => people.OrderByDescending(person => person.Name),
            "email" => people.OrderBy(person => person.Email),
            "-email" => people.OrderByDescending(person => person.Email),
            "role" => people.OrderBy(person =>
                person.Role == Role.Manager ? 0
                : person.Role == Role.Developer ? 1
                : person.Role == Role.Reader ? 2
                : 3
            ),
            "-role" => people.OrderByDescending(person =>
                person.Role == Role.Manager ? 0
                : person.Role == Role.Developer ? 1
                : person.Role == Role.Reader ? 2
                : 3
            ),
            "seen" => people.OrderBy(person => person.LastSeenAt == null).ThenByDescending(person => person.LastSeenAt),
            "-seen" => people.OrderByDescending(person => person.LastSeenAt == null).ThenBy(person => person.LastSeenAt),
            _ => people.OrderBy(person => person.Name),
        };
}
