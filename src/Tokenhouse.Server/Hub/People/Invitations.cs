using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Hub.People;

/// <summary>Finds invitations by their links. Viewing one changes nothing, because mail scanners open every link.</summary>
public sealed class Invitations(IDbContextFactory<Db> dbs, AttemptThrottle throttle, ILookupNormalizer normalizer, TimeProvider clock)
{
    /// <summary>The problem for an invalid link, without the reason.</summary>
    public static readonly Problem Late = new(
        StatusCodes.Status404NotFound,
        "This invitation is no longer valid",
        "It was accepted or withdrawn, is older than seven days, or its link is incomplete. Ask the person who invited you for a new one."
    );

    private static readonly Problem TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "Too many attempts",
        "Too many links were tried from your network. Wait 15 minutes, then try again."
    );

    private const string Wrong = "wrong invitation"; // counted separately, so that honest people in the same network can still sign in

    /// <summary>The invitation of a link. Wrong links cost a query, so they are bounded per network.</summary>
    public async Task<Result<OpenInvitation, Problem>> Find(string link, IPAddress? from)
    {
        if (await throttle.IsOver(Wrong, from))
            return TooMany;
        var (hash, now) = (TextHash.Of(link), clock.GetUtcNow());
        await using var db = dbs.CreateDbContext();
        var found = await (
            from invitation in Alive(db, hash, now).AsNoTracking()
            join tenant in db.Tenants on invitation.TenantId equals tenant.Id
            select new { invitation, tenant }
        ).SingleOrDefaultAsync();
        if (found is null)
        {
            await throttle.Failed(Wrong, from);
            return Late;
        }
        var normal = normalizer.NormalizeEmail(found.invitation.Email);
        return new OpenInvitation(
            found.tenant.Slug,
            found.tenant.Name,
            found.invitation.Role,
            found.invitation.InvitedBy,
            found.invitation.Email,
            normal is not null && await db.Accounts.AnyAsync(account => account.NormalizedEmail == normal)
        );
    }

    internal static IQueryable<Invitation> Alive(Db db, byte[] hash, DateTimeOffset now) =>
        WaitingInvitation
            .Alive(db.Invitations.IgnoreQueryFilters([Db.OwnerFilter]), now)
            .Where(invitation =>
                invitation.Hash == hash && db.Tenants.Any(tenant => tenant.Id == invitation.TenantId && tenant.DisabledAt == null)
            );
}
