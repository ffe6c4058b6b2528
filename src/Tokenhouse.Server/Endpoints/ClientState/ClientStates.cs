using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Endpoints.ClientState;

/// <summary>
/// The state of each API's callers, put together when it is asked for and kept until the change feed tells of anything that could be in it. What
/// ends by itself is left out at the latest after <see cref="LongestKept"/>.
/// </summary>
public sealed class ClientStates : IFollower, IDisposable
{
    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(1);
    private const int Capacity = 1000;

    private readonly Datacentre datacentre;
    private readonly IDbContextFactory<Db> dbs;
    private readonly TimeProvider clock;
    private readonly Cache<(Environment, string), ClientStateDocument> documents;

    public ClientStates(Datacentre datacentre, IDbContextFactory<Db> dbs, Followers followers, TimeProvider clock)
    {
        (this.datacentre, this.dbs, this.clock) = (datacentre, dbs, clock);
        documents = new("client states", Capacity, key => Make(key.Item1, key.Item2)!);
        followers.Add(this);
    }

    public async ValueTask<ClientStateDocument> Of(Site site, string api)
    {
        var key = (site.Environment, api);
        var document = await documents.Find(key);
        if (document!.MadeAt + LongestKept > clock.GetUtcNow())
            return document;
        documents.Forget(key);
        return (await documents.Find(key))!;
    }

    public ValueTask Changed(Subject subject, CancellationToken cancellationToken)
    {
        if (subject.Topic is not Topic.SigningKeys)
            documents.ForgetAll();
        return ValueTask.CompletedTask;
    }

    public ValueTask Forget(CancellationToken cancellationToken)
    {
        documents.ForgetAll();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => documents.Dispose();

    private async Task<ClientStateDocument> Make(Environment environment, string api)
    {
        var now = clock.GetUtcNow();
        await using var db = dbs.CreateDbContext();
        // Read one after the other; whatever changes meanwhile is told by the feed, and all of this is read again.
        var callers = await CallersOfApi.Load(db, environment, api, now);
        return ClientStateJson.Write(datacentre.Site(environment), api, callers, now);
    }
}
