using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>
/// Creates the signing keys of the datacentre's sites: the first ones at the first start, then each next one in time for every
/// verifier to see it before it signs. Deletes keys that no longer verify anything.
/// </summary>
public sealed partial class SigningKeyRotationService(
    IDbContextFactory<Db> dbs,
    SigningKeyFactory fresh,
    SigningKeyRing ring,
    TimeProvider clock,
    ILogger<SigningKeyRotationService> log
) : BackgroundService
{
    /// <summary>How long a key signs.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(90);

    /// <summary>How long before it signs a key is published.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    /// <summary>
    /// The minimum of this when people rotate early: several times as long as verifiers may cache keys.
    /// </summary>
    public static readonly TimeSpan ShortestNotice = TimeSpan.FromHours(1);

    /// <summary>The tolerance for differing clocks, added to a token's lifetime.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Makes sure that every site can sign before the first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Rotate(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Brings the keys of all sites up to date and loads them.</summary>
    public async Task Rotate(CancellationToken cancellationToken)
    {
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        foreach (var algorithm in SigningAlgorithms.All)
            await Rotate(environment, algorithm, cancellationToken);
        await ring.Load(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Rotate(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CannotRotate(log, exception);
            }
        }
    }

    private Task Rotate(TenantEnvironment environment, string algorithm, CancellationToken cancellationToken) =>
        dbs.AddMissing((db, stopping) => Rotate(db, environment, algorithm, stopping), cancellationToken);

    private async Task Rotate(Db db, TenantEnvironment environment, string algorithm, CancellationToken cancellationToken)
    {
        var keys = await db
            .SigningKeys.Where(key => key.Environment == environment && key.Algorithm == algorithm)
            .OrderBy(key => key.Generation)
            .ToListAsync(cancellationToken);

        var now = clock.GetUtcNow();
        if (keys.Count == 0)
            db.SigningKeys.Add(fresh.Make(environment, algorithm, generation: 1, signsAt: now));
        else if (keys[^1].SignsAt + Period - Notice <= now)
            db.SigningKeys.Add(fresh.Make(environment, algorithm, keys[^1].Generation + 1, Later(keys[^1].SignsAt + Period, now + Notice)));
        db.SigningKeys.RemoveRange(keys.Zip(keys.Skip(1)).Where(pair => VerifiesNothing(pair.Second, now)).Select(pair => pair.First));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    // Deleted a day after the ring stopped publishing it, so that deletion never ends a key.
    private static bool VerifiesNothing(SigningKey successor, DateTimeOffset now) =>
        successor.SignsAt + TokenPolicy.LongestAccessTokenLifetime + Tolerance + TimeSpan.FromDays(1) <= now;

    [LoggerMessage(Level = LogLevel.Error, Message = "Couldn't rotate signing keys. Trying again in an hour.")]
    private static partial void CannotRotate(ILogger log, Exception exception);
}
