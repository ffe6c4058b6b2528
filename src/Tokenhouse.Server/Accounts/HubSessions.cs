using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Sessions at the Hub. A session is that of the sign-in host with a second cookie for the Hub's own host: ending it at one ends
/// it at both.
/// </summary>
public sealed class HubSessions(Datacentre datacentre, Sessions sessions, IDbContextFactory<Db> dbs, TimeProvider clock)
{
    private readonly HostCookie cookie = new(datacentre, "tokenhouse-hub");

    /// <summary>The person whose browser sent the request; null if no one is signed in.</summary>
    public async Task<SignedInAccount?> Current(HttpContext http)
    {
        if (cookie.Read(http) is not { } token)
            return null;
        var hash = TextHash.Of(token);
        return await sessions.Find(http, session => session.HubTokenHash == hash);
    }

    /// <summary>
    /// Extends a session to the Hub, in exchange for its code and the browser's verifier. The code is spent by one
    /// conditional update with everything it is bound to; a mismatch doesn't spend it. Returns false if no session was extended.
    /// </summary>
    public async Task<bool> Begin(HttpContext http, string code, string verifier)
    {
        var (now, hash, token) = (clock.GetUtcNow(), TextHash.Of(code), RandomText.Base64Url());
        var (callback, challenge) = (datacentre.Hub.Callback, CodeChallenge.Of(verifier));
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.Begin(http.RequestAborted);
        var codes = db.Codes.IgnoreQueryFilters([Db.OwnerFilter]).Where(row => row.Hash == hash);
        var spent = await codes
            .Where(row =>
                row.TenantId == Datacentre.Vendor && row.Environment == TenantEnvironment.LIVE && row.ClientId == HubHost.ClientId
            )
            .Where(row => row.RedirectUri == callback && row.Challenge == challenge && row.SpentAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.SpentAt, now), http.RequestAborted);
        if (spent == 0)
            return false;

        var sessionId = await codes.Select(row => row.SessionId).SingleAsync(http.RequestAborted);
        var kept = TextHash.Of(token);
        var begun = await Sessions
            .Alive(db, now)
            .Where(session => session.Id == sessionId)
            .Where(session => db.Accounts.Any(account => account.Id == session.AccountId && account.DisabledAt == null))
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.HubTokenHash, kept), http.RequestAborted);
        await transaction.CommitAsync(CancellationToken.None); // a refusal too: the code is spent by it
        if (begun == 1)
            cookie.Write(http, token);
        return begun == 1;
    }

    /// <summary>Ends the session of this browser, here and at the sign-in host, if there is one.</summary>
    public async Task End(HttpContext http)
    {
        if (cookie.Read(http) is not { } token)
            return;
        var hash = TextHash.Of(token);
        await using var db = dbs.CreateDbContext();
        await db.Sessions.Where(session => session.HubTokenHash == hash).ExecuteDeleteAsync(http.RequestAborted);
        cookie.Delete(http);
    }
}
