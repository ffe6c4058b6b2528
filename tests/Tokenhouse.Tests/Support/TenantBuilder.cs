using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Tests.Support;

/// <summary>A tenant of the datacentre where people sign in, with people of every role and an operator, all signed in at the Hub.</summary>
public sealed class TenantBuilder
{
    public const string Read = "Public.Job.Read";
    public const string Write = "Public.Job.Write";

    private static int count;

    private readonly TestServer server;
    private readonly Dictionary<string, (string Email, BrowserSession Visitor)> people = [];

    private TenantBuilder(TestServer server, Tenant tenant) => (this.server, Tenant) = (server, tenant);

    public Tenant Tenant { get; }

    public TestServer Server => server;

    /// <summary>A new tenant whose contracts have one scope to read with in each environment.</summary>
    public static async Task<TenantBuilder> Open(TestServer server, Action<Tenant>? with = null)
    {
        var number = Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture);
        var tenant = await server.AddTenant(
            "office-" + number,
            tenant =>
            {
                tenant.Name = "Office " + number;
                tenant.Contracts.ForEach(contract => contract.Scopes = [Read, "all", "openid"]);
                with?.Invoke(tenant);
            }
        );
        return new(server, tenant);
    }

    public Task<BrowserSession> Developer() => Enter("developer", Tenant.Id, Role.Developer);

    public Task<BrowserSession> Manager() => Enter("manager", Tenant.Id, Role.Manager);

    public Task<BrowserSession> Reader() => Enter("reader", Tenant.Id, Role.Reader);

    /// <summary>Decides for the vendor.</summary>
    public Task<BrowserSession> Operator(string name = "operator") => Enter(name, Datacentre.Vendor, Role.Developer);

    /// <summary>Works for the vendor, and looks on.</summary>
    public Task<BrowserSession> Auditor() => Enter("auditor", Datacentre.Vendor, Role.Reader);

    /// <summary>Somebody of another tenant.</summary>
    public Task<BrowserSession> Stranger() => Enter("stranger", Arrange.Nordia, Role.Manager);

    public string Email(string name) => people[name].Email;

    /// <summary>The address of a page of the tenant.</summary>
    public string Address(string below) => $"{BrowserSession.Hub}/t/{Tenant.Slug}{below}";

    /// <summary>Reads rows of the tenant.</summary>
    public async Task<T> Rows<T>(Func<Db, Task<T>> read)
    {
        await using var db = server.Db("dc3");
        db.Tenant = Tenant.Id;
        return await read(db);
    }

    /// <summary>Changes rows of the tenant, and lets the server hear of it.</summary>
    public Task Change(Func<Db, Task> change) =>
        server.Change(async db =>
        {
            db.Tenant = Tenant.Id;
            await change(db);
        });

    public Task<CredentialRequest> Request(Guid id) => Rows(db => db.Requests.AsNoTracking().SingleAsync(row => row.Id == id));

    /// <summary>What the audit of the tenant says: act, target and who, in order.</summary>
    public Task<List<string>> Audit() =>
        Rows(db => db.Audit.OrderBy(entry => entry.Sequence).Select(entry => $"{entry.Act} by {entry.Actor}").ToListAsync());

    private async Task<BrowserSession> Enter(string name, long tenant, Role role)
    {
        if (people.TryGetValue(name, out var known))
            return known.Visitor;
        var email = await server.Member(tenant, role);
        var session = await server.AtHub(email);
        people[name] = (email, session);
        return session;
    }
}
