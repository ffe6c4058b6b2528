using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Tokens;

/// <summary>What one refresh costs the database.</summary>
public sealed class RefreshCostTests
{
    [Fact]
    public async Task A_refresh_is_four_round_trips_and_one_commit_on_PostgreSQL()
    {
        var commits = new Commits();
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Postgres) { Run = ["dc3"], Services = services => services.AddSingleton<IInterceptor>(commits) }
        );
        var integrator = new Integrator(server);
        var first = Refresh(await integrator.Tokens(new(server)));
        var second = Refresh(await integrator.Refresh(first));
        var (statements, committed) = (server.Commands.Count, commits.Count);
        Refresh(await integrator.Refresh(second));
        (server.Commands.Count - statements, commits.Count - committed).ShouldBe((4, 1));
    }

    private static string Refresh(Answer answer) => answer.Json.GetProperty("refresh_token").GetString()!;

    private sealed class Commits : DbTransactionInterceptor
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public override Task TransactionCommittedAsync(
            DbTransaction transaction,
            TransactionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        }
    }
}
