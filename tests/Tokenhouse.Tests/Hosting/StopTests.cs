using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

public sealed class StopTests
{
    private const string Body = "grant_type=client_credentials&client_id=acme-live&client_secret=acme-live-demo-secret";

    [Theory, OnEachDatabase]
    public async Task A_request_that_is_under_way_is_answered_and_recorded_before_the_server_ends(Database database)
    {
        using var folder = new TempFolder();
        var plan = new TestServerOptions(database) { Folder = folder.Path };
        await using (var server = await TestServer.Start(plan))
        {
            using var client = new TcpClient("127.0.0.1", server.Port);
            var stream = client.GetStream();
            var head =
                $"POST /connect/token HTTP/1.1\r\nHost: login.dc2.localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            var reader = new StreamReader(stream, Encoding.ASCII);
            (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 100 Continue"); // the server waits for the body now
            await reader.ReadLineAsync();

            var stopping = server.Stop();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Body));
            (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 200 OK");
            client.Close();
            await stopping;
            await Should.ThrowAsync<HttpRequestException>(() => server.Get(TestServer.Dc2 + "/health/live"));
        }

        await using var again = await TestServer.Start(plan);
        await using var db = again.Db();
        (await db.Usages.IgnoreQueryFilters().SingleAsync()).Issued.ShouldBe(1);
    }
}
