using System.Diagnostics;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Authorize;

/// <summary>What one client has registered is not what everybody's processor works on.</summary>
[Trait("Category", "Security")]
[Collection<ProtocolServers>]
public sealed class ManyRedirectUrisTests(BrowserSessions browserSessions, ITestOutputHelper output) : IClassFixture<BrowserSessions>
{
    [Fact]
    public async Task A_request_of_anybody_costs_as_much_with_two_hundred_long_redirect_URIs_as_with_one()
    {
        var server = (await browserSessions.On(Database.Sqlite)).Server;
        var one = await server.AddIntegrator("uris-one");
        var many = await server.AddIntegrator(
            "uris-many",
            client => client.RedirectUris = [.. Enumerable.Range(0, 200).Select(i => $"https://app.example/{new string('a', 2000)}/{i}")]
        );
        var few = await Fastest(server, one.Id);
        var all = await Fastest(server, many.Id);
        output.WriteLine(
            $"one redirect URI {few.TotalMilliseconds:0.00} ms, two hundred of 2,000 characters {all.TotalMilliseconds:0.00} ms"
        );
        (all / few).ShouldBeLessThan(3);
    }

    /// <summary>Of requests whose redirect URI is none of the registered ones: the fastest, which nothing else delayed.</summary>
    private static async Task<TimeSpan> Fastest(TestServer server, string client)
    {
        var link = BrowserSession.Link(fields: [("client_id", client), ("redirect_uri", "https://app.example/" + new string('a', 2000))]);
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 30; i++)
        {
            var watch = Stopwatch.StartNew();
            (await server.Get(link)).Status.ShouldBe(400);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }
        return fastest;
    }
}
