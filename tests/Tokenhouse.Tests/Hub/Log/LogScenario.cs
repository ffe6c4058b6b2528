using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Log;

/// <summary>A tenant of dc2 whose log a test has written itself, and a program of the vendor that reads it: its own tokens are not in it.</summary>
internal sealed class LogScenario
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly List<Refusal> refusals = [];
    private readonly List<Tokenhouse.Server.Data.Entities.SignIn> signIns = [];
    private readonly List<Usage> usages = [];

    private LogScenario(TestServer server, Tenant tenant, HubProgram program) => (Server, Tenant, Program) = (server, tenant, program);

    public TestServer Server { get; }

    public Tenant Tenant { get; }

    public HubProgram Program { get; }

    public static async Task<LogScenario> Of(TestServer server, string slug)
    {
        var tenant = await server.Add(slug, ["Public.Job.Read"]);
        return new(server, tenant, await HubProgram.Of(server, Datacentre.Vendor, "hub.log.read"));
    }

    /// <summary>A refusal some seconds after noon.</summary>
    public LogScenario Refused(
        double seconds,
        string? client = null,
        RefusalKind kind = RefusalKind.WrongSecret,
        string reason = "wrong secret: it matches none of this client's secrets",
        string address = "203.0.113.7",
        string dialect = "Connect",
        string operation = "token",
        TenantEnvironment environment = TenantEnvironment.LIVE,
        string? person = null,
        string? api = null,
        long count = 1
    )
    {
        var at = Noon.AddSeconds(seconds);
        refusals.Add(
            new()
            {
                Id = Guid.CreateVersion7(at),
                TenantId = Tenant.Id,
                Environment = environment,
                Operation = operation,
                Kind = kind.ToString(),
                Person = person,
                ClientId = person is null ? client ?? Tenant.Slug : null,
                Dialect = dialect,
                ApiIdentifier = api,
                Code = "invalid_client",
                Reason = reason,
                Address = address,
                CorrelationId = Guid.CreateVersion7(at).ToString("N"),
                At = at,
                Count = count,
            }
        );
        return this;
    }

    /// <summary>A sign-in some seconds after noon.</summary>
    public LogScenario SignedIn(
        double seconds,
        string person = "ada@nordia.example",
        string address = "203.0.113.7",
        TenantEnvironment environment = TenantEnvironment.LIVE
    )
    {
        var at = Noon.AddSeconds(seconds);
        signIns.Add(
            new()
            {
                Id = Guid.CreateVersion7(at),
                TenantId = Tenant.Id,
                Environment = environment,
                Person = person,
                Address = address,
                CorrelationId = Guid.CreateVersion7(at).ToString("N"),
                At = at,
                Count = 1,
            }
        );
        return this;
    }

    /// <summary>Tokens that were issued in a minute after noon.</summary>
    public LogScenario Issued(
        int minute,
        string? client = null,
        string dialect = "Connect",
        TenantEnvironment environment = TenantEnvironment.LIVE,
        long count = 1
    )
    {
        usages.Add(
            new()
            {
                TenantId = Tenant.Id,
                Environment = environment,
                ClientId = client ?? Tenant.Slug,
                Dialect = dialect,
                Minute = Noon.AddMinutes(minute),
                Issued = count,
            }
        );
        return this;
    }

    public async Task<LogScenario> Written()
    {
        await using var db = Server.Db();
        db.Refusals.AddRange(refusals);
        db.SignIns.AddRange(signIns);
        db.Usages.AddRange(usages);
        await db.SaveChangesAsync();
        return this;
    }

    /// <summary>What the API answers.</summary>
    public Task<Answer> Get(string query = "") => Program.Get($"/{Tenant.Slug}/log{query}");

    /// <summary>What it finds, each entry in short: when after noon, and what.</summary>
    public async Task<IReadOnlyList<string>> Find(string query)
    {
        var answer = await Get(query);
        answer.Status.ShouldBe(200, answer.Body);
        return
        [
            .. answer
                .Json.GetProperty("items")
                .EnumerateArray()
                .Select(item =>
                    $"{(item.GetProperty("at").GetDateTimeOffset() - Noon).TotalSeconds} {item.GetProperty("outcome").GetString()} {Text(item, "credential")} {Text(item, "dialect")} {item.GetProperty("environment").GetString()}"
                ),
        ];
    }

    private static string? Text(System.Text.Json.JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
