using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Admin.Allowlists;
using Tokenhouse.Server.Admin.Audit;
using Tokenhouse.Server.Admin.Clients;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Audit;

/// <summary>A tenant of its own for a test of the audit, with a Manager and a credential whose allowlist they change.</summary>
internal sealed class AuditHouse
{
    private int networks;

    public required House House { get; init; }

    public required Tenant Tenant { get; init; }

    public required Actor Manager { get; init; }

    public ClientKey Client => new("live", Tenant.Slug);

    public static async Task<AuditHouse> Of(House house, string slug)
    {
        var tenant = await house.AddTenant(slug);
        await house.AddIntegrator(slug, tenantId: tenant.Id);
        return new()
        {
            House = house,
            Tenant = tenant,
            Manager = await house.Actor(tenant),
        };
    }

    /// <summary>So many changes, one after the other.</summary>
    public async Task Change(int times)
    {
        for (var i = 0; i < times; i++)
            await Change().Value();
    }

    public Task<Result<NetworkEntry, Problem>> Change(House? at = null) =>
        (at ?? House)
            .The<AddNetwork>()
            .Execute(
                Manager,
                Client,
                new($"198.51.100.{Interlocked.Increment(ref networks).ToString(CultureInfo.InvariantCulture)}", "office")
            );

    public Task<Verification> Verify(string? noted = null) => House.The<VerifyAudit>().Execute(Manager, noted).Value();

    public Task<IReadOnlyList<AuditEntry>> Entries() => House.Audit(Tenant.Id);
}
