using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>A summary of where a credential can be used.</summary>
/// <param name="IsRequired">Whether it is refused as long as no list has an entry.</param>
/// <param name="Own">How many networks its own list has.</param>
/// <param name="Tenants">How many networks the tenant's list has in its environment.</param>
/// <param name="ExemptUntil">Until when any address is allowed, if an operator granted an exemption.</param>
public sealed record AllowlistSummary(bool IsRequired, int Own, int Tenants, DateTimeOffset? ExemptUntil)
{
    internal static async Task<AllowlistSummary> Of(Db db, Client client, DateTimeOffset now)
    {
        var networks = db.AllowedNetworks.Where(row => row.Environment == client.Environment);
        var exemptUntil = await db
            .AllowlistExemptions.Where(row =>
                row.Environment == client.Environment && row.ClientId == client.Id && row.WithdrawnAt == null && row.EndsAt > now
            )
            .MaxAsync(row => (DateTimeOffset?)row.EndsAt);
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(row => row.Id == client.TenantId);
        return new(
            AllowlistPolicy.IsRequired(client.Kind, client.RequiresAllowlist, tenant.RequiresAllowlist),
            await networks.CountAsync(row => row.ClientId == client.Id),
            await networks.CountAsync(row => row.ClientId == null),
            exemptUntil
        );
    }
}
