using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>A tenant of the datacentre where people sign in, with people of every role and an operator, all signed in at the Hub.</summary>
public sealed class Office
{
    public const string Read = "Public.Job.Read";
    public const string Write = "Public.Job.Write";

    private static int count;

    private readonly House house;
    private readonly Dictionary<string, (string Email, Visitor Visitor)> people = [];

    private Office(House house, Tenant tenant) => (this.house, Tenant) = (house, tenant);

    public Tenant Tenant { get; }

    public House House => house;

    /// <summary>A new tenant whose contracts have one scope to read with in each environment.</summary>
    public static async Task<Office> Open(House house, Action<Tenant>? with = null)
    {
        var number = Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        var tenant = await house.AddTenant(
            "office-" + number,
            tenant =>
            {
                tenant.Name = "Office " + number;
                tenant.Contracts.ForEach(contract => contract.Scopes = [Read, "all", "openid"]);
                with?.Invoke(tenant);
            }
        );
        return new(house, tenant);
    }

    public Task<Visitor> Developer() => Enter("developer", Tenant.Id, Role.Developer);

    public Task<Visitor> Manager() => Enter("manager", Tenant.Id, Role.Manager);

    public Task<Visitor> Reader() => Enter("reader", Tenant.Id, Role.Reader);

    /// <summary>Decides for the vendor.</summary>
    public Task<Visitor> Operator(string name = "operator") => Enter(name, Datacentre.Vendor, Role.Developer);

    /// <summary>Works for the vendor, and looks on.</summary>
    public Task<Visitor> Auditor() => Enter("auditor", Datacentre.Vendor, Role.Reader);

    /// <summary>Somebody of another tenant.</summary>
    public Task<Visitor> Stranger() => Enter("stranger", Arrange.Nordia, Role.Manager);

    public string Email(string name) => people[name].Email;

    /// <summary>The address of a page of the tenant.</summary>
    public string Address(string below) => $"{Visitor.Hub}/t/{Tenant.Slug}{below}";

    /// <summary>Reads rows of the tenant.</summary>
    public async Task<T> Rows<T>(Func<Db, Task<T>> read)
    {
        await using var db = house.Db("dc3");
        db.Tenant = Tenant.Id;
        return await read(db);
    }

    /// <summary>Changes rows of the tenant, and lets the server hear of it.</summary>
    public Task Change(Func<Db, Task> change) =>
        house.Change(async db =>
        {
            db.Tenant = Tenant.Id;
            await change(db);
        });

    public Task<CredentialRequest> Request(Guid id) => Rows(db => db.Requests.AsNoTracking().SingleAsync(row => row.Id == id));

    /// <summary>What the audit of the tenant says: act, target and who, in order.</summary>
    public Task<List<string>> Audit() =>
        Rows(db => db.Audit.OrderBy(entry => entry.Sequence).Select(entry => $"{entry.Act} by {entry.Actor}").ToListAsync());

    private async Task<Visitor> Enter(string name, long tenant, Role role)
    {
        if (people.TryGetValue(name, out var known))
            return known.Visitor;
        var email = await house.Person(account =>
        {
            account.Memberships.Clear();
            account.Memberships.Add(
                new()
                {
                    AccountId = account.Id,
                    TenantId = tenant,
                    Role = role,
                    CreatedAt = account.CreatedAt,
                }
            );
        });
        var visitor = new Visitor(house);
        await visitor.EnterHub(email);
        people[name] = (email, visitor);
        return visitor;
    }
}
