using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Chains of refresh tokens. A single-use value is spent by one conditional update, in the transaction that stores its result. The
/// family's row is locked first, so that two requests for one family queue and can't fork it.
/// </summary>
public sealed class RefreshTokenRotation(IDbContextFactory<Db> dbs, TenantBounds bounds, TimeProvider clock)
{
    /// <summary>How long a spent token is remembered, so that theft is detected.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>
    /// Spends the presented value and stores the result: the refresh token to return. If it was already spent, its family ends
    /// in a separate transaction, because this one holds rows and must not wait for the change feed.
    /// </summary>
    /// <param name="presented">The code or refresh token.</param>
    /// <param name="made">What to store.</param>
    /// <param name="caller">Cancelled when the caller has gone, perhaps to another server: nothing is spent for them.</param>
    internal async Task<RedemptionResult> Spend(Delegation presented, TokensToStore made, CancellationToken caller)
    {
        caller.ThrowIfCancellationRequested();
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.Begin(CancellationToken.None);
        var outcome = presented switch
        {
            Delegation.Code code => await Begin(db, code, made),
            Delegation.Refresh token => await Rotate(db, token, made),
            _ => throw new InvalidOperationException($"Nothing spends {presented.GetType().Name}."),
        };
        if (outcome.Reuse is null)
            caller.ThrowIfCancellationRequested();
        if (presented is Delegation.Refresh refresh && outcome.IsRotated)
            transaction.AfterLateCommit = () => CountFromCommit(db, refresh.Value, made.Client.RefreshRepeats.Longest);
        await transaction.CommitAsync(CancellationToken.None); // for a refusal too, because it spends the code
        if (outcome.Reuse is { } reason)
            await End(presented.FamilyId, reason);
        else if (presented is Delegation.Code begun)
            await EndSurplus(made.Client, begun.AccountId);
        return outcome;
    }

    /// <summary>Ends a family and everything created from it.</summary>
    public async Task End(Guid familyId, string reason)
    {
        await using var db = dbs.CreateDbContext();
        await using var transaction = await db.BeginAlone(CancellationToken.None);
        await db.End(bounds, family => family.Id == familyId, reason, clock.GetUtcNow());
        await transaction.CommitAsync();
    }

    /// <summary>Ends the least recently used families of an account and a client that exceed the bound.</summary>
    private async Task EndSurplus(RegisteredClient client, Guid accountId)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        var surplus = await db
            .Families.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(family =>
                family.TenantId == client.Tenant.Id
                && family.Environment == client.Environment
                && family.ClientId == client.Id
                && family.AccountId == accountId
                && family.EndedAt == null
                && family.ExpiresAt > now
            )
            .OrderByDescending(family => family.UsedAt)
            .Skip(bounds.SignInsOfAccount)
            .Select(family => family.Id)
            .ToListAsync();
        foreach (var family in surplus)
            await End(family, bounds.Refusal(nameof(TenantBounds.SignInsOfAccount)));
    }

    private async Task<RedemptionResult> Begin(Db db, Delegation.Code code, TokensToStore made)
    {
        var (now, hash, client) = (clock.GetUtcNow(), TextHash.Of(code.Value), made.Client);
        var spent = await db
            .Codes.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row => row.Hash == hash && row.SpentAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.SpentAt, now));
        if (spent == 0)
            return new(
                OAuthError
                    .InvalidGrant($"The authorization code is no longer valid. Send the person to the authorization endpoint again.")
                    .Because(RefusalKind.CodeReused, $"the authorization code was used twice, so everything from the first use has ended"),
                Reuse: "the authorization code was used twice"
            );

        if (!await IsAgreed(db, code.AccountId, client, now))
            return OAuthError
                .InvalidGrant($"The authorization code is no longer valid. Send the person to the authorization endpoint again.")
                .Because(RefusalKind.ConsentWithdrawn, $"the account holder withdrew the consent before the code was used");

        db.Families.Add(
            new()
            {
                Id = code.FamilyId,
                TenantId = client.Tenant.Id,
                Environment = client.Environment,
                ClientId = client.Id,
                AccountId = code.AccountId,
                Scope = made.Grant.Scope.ToString(),
                AuthenticatedAt = code.AuthenticatedAt,
                ExpiresAt = code.EndsAt,
                UsedAt = now,
            }
        );
        return await Store(
            db,
            made,
            code.FamilyId,
            OpaqueToken.Make(made.Policy.RefreshTokens),
            Earlier(now + made.Policy.IdleLifetime, code.EndsAt)
        );
    }

    /// <summary>Locks the consent's row, so that a simultaneous withdrawal waits or wins.</summary>
    private static async Task<bool> IsAgreed(Db db, Guid accountId, RegisteredClient client, DateTimeOffset now)
    {
        var taken = await db
            .Consents.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row =>
                row.TenantId == client.Tenant.Id
                && row.Environment == client.Environment
                && row.ClientId == client.Id
                && row.AccountId == accountId
            )
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.UsedAt, now));
        return taken == 1;
    }

    private async Task<RedemptionResult> Rotate(Db db, Delegation.Refresh refresh, TokensToStore made)
    {
        var arrived = clock.GetUtcNow();
        var alive = await db
            .Families.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row => row.Id == refresh.FamilyId && row.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(f => f.UsedAt, arrived));
        if (alive == 0)
            return Invalid(new(RefusalKind.FamilyEnded, $"the family ended while this request was in progress"));

        // A request that waited for the row is judged by when it arrived, and a token is spent when the row was free.
        var (successor, now) = (OpaqueToken.Make(made.Policy.RefreshTokens), clock.GetUtcNow());
        return await Spend(db, refresh.Value, successor, made, now)
            ? await Store(db, made, refresh.FamilyId, successor, Earlier(now + made.Policy.IdleLifetime, refresh.EndsAt)) with
            {
                IsRotated = true,
            }
            : await Repeat(db, refresh, made, arrived);
    }

    /// <summary>The windows for repeated tokens count from the commit, not from the decision.</summary>
    private async Task CountFromCommit(Db db, SecretText presented, TimeSpan kept)
    {
        var (hash, now) = (TextHash.Of(presented), clock.GetUtcNow());
        await db
            .RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row => row.Hash == hash)
            .ExecuteUpdateAsync(row => row.SetProperty(t => t.SpentAt, now).SetProperty(t => t.GraceEndsAt, now + kept));
    }

    private static async Task<bool> Spend(Db db, SecretText presented, SecretText successor, TokensToStore made, DateTimeOffset now)
    {
        var (hash, followed) = (TextHash.Of(presented), TextHash.Of(successor));
        var locked = SealedSuccessor.Seal(successor, presented);
        var kept = now + made.Client.RefreshRepeats.Longest;
        var spent = await db
            .RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row => row.Hash == hash && row.SpentAt == null)
            .ExecuteUpdateAsync(row =>
                row.SetProperty(t => t.SpentAt, now)
                    .SetProperty(t => t.GraceEndsAt, kept)
                    .SetProperty(t => t.SuccessorHash, followed)
                    .SetProperty(t => t.Successor, locked)
                    .SetProperty(t => t.ExpiresAt, now + Memory)
            );
        return spent == 1;
    }

    /// <summary>A spent token was sent again: its client's <see cref="RefreshRepeatRule"/> decides.</summary>
    private static async Task<RedemptionResult> Repeat(Db db, Delegation.Refresh refresh, TokensToStore made, DateTimeOffset now)
    {
        var rule = made.Client.RefreshRepeats;
        var chain = await RefreshTokenChain.Read(db, refresh.Value, rule, now);
        var repeat = rule.Decide(chain.SpentAt, chain.First.LateRepeats, now);
        if (repeat is RefreshRepeat.Reuse || chain.Newest is not { } newest || chain.Unseal() is not { } value)
            return Reused(chain.First);
        if (newest.Dialect != made.Dialect.Name)
            return Invalid(new(RefusalKind.OfAnotherDialect, $"it was already exchanged through {new TrustedText(newest.Dialect)}"));

        RefusalReason? note = null;
        if (repeat is RefreshRepeat.LateSuccessor)
        {
            await CountLateRepeat(db, chain.First.Hash);
            note = new(
                RefusalKind.RefreshTokenRepeated,
                $"a refresh token that was spent on {chain.First.SpentAt:d MMMM yyyy HH:mm:ss} UTC was sent again, and got its successor, which was still unused"
            );
        }
        db.AccessTokens.Add(made.AccessToken);
        await db.SaveChangesAsync();
        return new(value, Note: note) { ExpiresAt = newest.ExpiresAt };
    }

    /// <summary>The family's row is locked, so no other request counts at the same time.</summary>
    private static Task<int> CountLateRepeat(Db db, byte[] hash) =>
        db
            .RefreshTokens.IgnoreQueryFilters([Db.OwnerFilter])
            .Where(row => row.Hash == hash)
            .ExecuteUpdateAsync(row => row.SetProperty(t => t.LateRepeats, t => t.LateRepeats + 1));

    private static RedemptionResult Reused(RefreshToken token) =>
        new(
            Invalid(
                new(
                    RefusalKind.RefreshTokenReused,
                    $"it was spent on {token.SpentAt:d MMMM yyyy HH:mm:ss} UTC and was sent again, so the family has ended"
                )
            ),
            Reuse: $"a refresh token that was spent on {token.SpentAt:d MMMM yyyy HH:mm} UTC was sent again"
        );

    private static async Task<RedemptionResult> Store(
        Db db,
        TokensToStore made,
        Guid familyId,
        SecretText refresh,
        DateTimeOffset expiresAt
    )
    {
        db.RefreshTokens.Add(
            new()
            {
                Hash = TextHash.Of(refresh),
                FamilyId = familyId,
                TenantId = made.Client.Tenant.Id,
                Environment = made.Client.Environment,
                Dialect = made.Dialect.Name,
                ExpiresAt = expiresAt,
            }
        );
        db.AccessTokens.Add(made.AccessToken);
        await db.SaveChangesAsync();
        return new(refresh) { ExpiresAt = expiresAt };
    }

    private static OAuthError Invalid(RefusalReason reason) =>
        OAuthError
            .InvalidGrant($"The refresh token isn't valid. Send the person to the authorization endpoint again.")
            .Because(reason.Kind, $"the refresh token isn't valid: {reason}");

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
