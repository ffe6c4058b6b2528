using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Data;

/// <summary>
/// The database of one datacentre. Differences between SQLite and PostgreSQL are handled only here and in <see cref="SqliteDb"/>
/// and <see cref="PostgresDb"/>.
/// </summary>
public abstract class Db(DbContextOptions options, TimeProvider clock)
    : IdentityUserContext<Account, Guid>(options),
        IDataProtectionKeyContext
{
    /// <summary>The name of the query filter that hides other tenants' rows.</summary>
    public const string OwnerFilter = "Owner";

    /// <summary>How long one statement of a migration can take.</summary>
    protected static readonly TimeSpan MigrationLimit = TimeSpan.FromHours(1);

    private List<CacheKey> announced = [];

    /// <summary>
    /// The tenant whose rows this unit of work sees. Until it is set, owned rows are hidden; code for all tenants
    /// ignores <see cref="OwnerFilter"/> explicitly.
    /// </summary>
    public long? Tenant { get; set; }

    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<Contract> Contracts => Set<Contract>();
    public DbSet<Api> Apis => Set<Api>();
    public DbSet<Scope> Scopes => Set<Scope>();
    public DbSet<Client> Clients => Set<Client>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public DbSet<AllowedNetwork> AllowedNetworks => Set<AllowedNetwork>();
    public DbSet<AllowlistExemption> AllowlistExemptions => Set<AllowlistExemption>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<Change> Changes => Set<Change>();
    public DbSet<Usage> Usages => Set<Usage>();
    public DbSet<LastCall> LastCalls => Set<LastCall>();
    public DbSet<Refusal> Refusals => Set<Refusal>();
    public DbSet<UnprovedDay> UnprovedDays => Set<UnprovedDay>();
    public DbSet<SignIn> SignIns => Set<SignIn>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Link> Links => Set<Link>();
    public DbSet<Throttle> Throttles => Set<Throttle>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<AuthorizationCode> Codes => Set<AuthorizationCode>();
    public DbSet<RefreshFamily> Families => Set<RefreshFamily>();
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();
    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();
    public DbSet<CredentialRequest> Requests => Set<CredentialRequest>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Lease> Leases => Set<Lease>();

    /// <summary>Whether it asks the database even while that doesn't answer, to find out.</summary>
    internal bool IsProbe { get; set; }

    /// <summary>How long a caller waits until a transaction is committed.</summary>
    internal TimeSpan CommitLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The clock of that limit: the process's own, which tests don't move with the time of day.</summary>
    internal TimeProvider WaitClock { get; set; } = TimeProvider.System;

    /// <summary>Logs what failed when no caller waited any longer.</summary>
    internal Action<Exception> ReportLateFailure { get; init; } = _ => { };

    /// <summary>Whether a transaction is still in progress although the caller doesn't wait any longer. It then disposes the context itself.</summary>
    internal bool IsAbandoned { get; set; }

    /// <summary>Saves, and in the same transaction publishes to every server which cached entities have changed.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State is EntityState.Modified))
            entry.Entity.Version++;
        var changed = Published();
        if (changed.Count == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        await using var transaction = Database.CurrentTransaction is null ? await BeginAlone(cancellationToken) : null;
        if (transaction is null)
            await OrderFeed(cancellationToken);
        Announce(changed);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        return rows;
    }

    /// <summary>
    /// Publishes to every server what statements have changed in the exclusive transaction. Saved entities are published
    /// automatically.
    /// </summary>
    public async Task Publish(params IEnumerable<CacheKey> changed)
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException("A change and its line in the feed must be in the same transaction.");
        await OrderFeed(CancellationToken.None); // free if the transaction is exclusive
        Announce(changed);
        await SaveChangesAsync();
    }

    /// <summary>Begins a transaction.</summary>
    internal async Task<BoundedTransaction> Begin(CancellationToken cancellationToken) =>
        new(this, await Database.BeginTransactionAsync(cancellationToken), CommitLimit, WaitClock);

    /// <summary>
    /// Begins an exclusive transaction: no other one publishes a change at the same time, so what it finds missing and adds, no other server adds too. It locks
    /// the feed before any row, like all publishers, so that locks are taken in one order.
    /// </summary>
    public async Task<IDbContextTransaction> BeginAlone(CancellationToken cancellationToken)
    {
        var transaction = await Begin(cancellationToken);
        await OrderFeed(cancellationToken);
        return transaction;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!IsAbandoned)
            await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public override void Dispose()
    {
        if (!IsAbandoned)
            base.Dispose();
        GC.SuppressFinalize(this);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        Published().Count == 0
            ? base.SaveChanges(acceptAllChangesOnSuccess)
            : throw new InvalidOperationException("Entities published by the change feed must be saved with SaveChangesAsync.");

    /// <summary>The changes published since the last call.</summary>
    internal IReadOnlyList<CacheKey> TakeAnnounced()
    {
        var taken = announced;
        announced = [];
        return taken;
    }

    /// <summary>Protects the database's files, if it has any here, from other accounts of this machine.</summary>
    protected internal virtual void Protect() { }

    /// <summary>Creates the database if there is none, and keeps other servers from migrating it until the result is disposed of.</summary>
    protected internal abstract Task<IAsyncDisposable> LockMigrations(CancellationToken cancellationToken);

    /// <summary>The statements that the role of the servers still needs.</summary>
    protected internal virtual Task<IReadOnlyList<string>> RoleStatements(string? role, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Makes sure that IDs in the change feed grow in commit order, so that a reader never overtakes a writer.</summary>
    protected abstract Task OrderFeed(CancellationToken cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<WholeMilliseconds>();
        configurationBuilder.Properties<Role>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<LinkPurpose>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<TenantEnvironment>().HaveConversion<string>().HaveMaxLength(8);
        configurationBuilder.Properties<RequestState>().HaveConversion<string>().HaveMaxLength(16);
        configurationBuilder.Properties<CacheKeyKind>().HaveConversion<CacheKeyKindConverter>().HaveMaxLength(16);
        configurationBuilder.Properties<Tokenhouse.Core.ClientKind>().HaveConversion<string>().HaveMaxLength(8);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        AccountSchema.Describe(builder);
        GrantSchema.Describe(builder);
        HubSchema.Describe(builder);
        KeyRingSchema.Describe(builder);
        Schema.Describe(builder, this);
        DatabaseCasing.Describe(builder);
    }

    private void Announce(IEnumerable<CacheKey> changed)
    {
        var at = clock.GetUtcNow();
        foreach (var cacheKey in changed)
        {
            announced.Add(cacheKey);
            Changes.Add(
                new()
                {
                    Topic = cacheKey.Kind,
                    Key = cacheKey.Key,
                    At = at,
                }
            );
        }
    }

    private List<CacheKey> Published() =>
        [
            .. ChangeTracker
                .Entries<ICachedEntity>()
                .Where(entry =>
                    entry.State is EntityState.Added or EntityState.Deleted || entry.State is EntityState.Modified && IsNews(entry)
                )
                .Select(entry => entry.Entity.Subject)
                .Distinct(),
        ];

    private static bool IsNews(EntityEntry<ICachedEntity> entry) =>
        entry.Entity.Kept is not { } kept
        || kept.Select(name => entry.Property(name)).Any(property => !Equals(property.OriginalValue, property.CurrentValue));
}
