using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Allowlists;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Audit;

/// <summary>A tenant of its own for a test of the audit, with a Manager and a credential whose allowlist they change.</summary>
internal sealed class AuditScenario
{
    private int networks;

    public required TestServer Server { get; init; }

    public required Tenant Tenant { get; init; }

    public required Caller Manager { get; init; }

    public ClientKey Client => new("live", Tenant.Slug);

    public static async Task<AuditScenario> Of(TestServer server, string slug)
    {
        var tenant = await server.AddTenant(slug);
        await server.AddIntegrator(slug, tenantId: tenant.Id);
        return new()
        {
            Server = server,
            Tenant = tenant,
            Manager = await server.Actor(tenant),
        };
    }

    /// <summary>So many changes, one after the other.</summary>
    public async Task Change(int times)
    {
        for (var i = 0; i < times; i++)
            await Change().Value();
    }

    public Task<Result<NetworkEntry, Problem>> Change(TestServer? at = null) =>
        (at ?? Server)
            .The<AddNetwork>()
            .Execute(
                Manager,
                Client,
                new($"198.51.100.{Interlocked.Increment(ref networks).ToString(CultureInfo.InvariantCulture)}", "office")
            );

    public Task<Verification> Verify(string? noted = null) => Server.The<VerifyAudit>().Execute(Manager, noted).Value();

    public Task<IReadOnlyList<AuditEntry>> Entries() => Server.AuditOf(Tenant.Id);
}
