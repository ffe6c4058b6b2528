using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>Whose word about the address counts.</summary>
[Trait("Category", "Security")]
public sealed class ProxyTests
{
    [Theory]
    [InlineData(null, "203.0.113.7", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "203.0.113.7", "127.0.0.1")]
    [InlineData("127.0.0.0/8", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "203.0.113.7, 127.0.0.2", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.0/8", "::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "127.0.0.3, 127.0.0.2", "127.0.0.3")]
    [InlineData("127.0.0.0/8", "nonsense", "")]
    [InlineData("127.0.0.0/8", "203.0.113.7, nonsense", "")]
    [InlineData("127.0.0.0/8", "203.0.113.7,", "")]
    [InlineData("127.0.0.0/8", null, "")]
    public async Task X_Forwarded_For_is_believed_from_configured_proxies_only(string? proxies, string? header, string address)
    {
        await using var server = await TestServer.Start(Databases.Default, proxies is null ? [] : ["--Tokenhouse:Proxies:0", proxies]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(TestServer.Dc2 + "/connect/token"));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("client_id", "acme-live")]);
        if (header is not null)
            request.Headers.Add("X-Forwarded-For", header);
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);

        answer["WWW-Authenticate"].ShouldBe("Basic realm=\"http://login.dc2.localhost:5080\", charset=\"UTF-8\"");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.True(async () =>
        {
            await using var db = server.Db();
            return await db.Refusals.IgnoreQueryFilters().AnyAsync();
        });
        await using var rows = server.Db();
        (await rows.Refusals.IgnoreQueryFilters().SingleAsync()).Address.ShouldBe(address);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "10.0.0.0/8", true)]
    [InlineData("Forwarded", null, true)]
    [InlineData("X-Forwarded-For", "127.0.0.0/8", false)]
    [InlineData("X-Forwarded-Host", null, false)]
    public async Task A_proxy_that_is_not_configured_is_warned_of_once(string header, string? proxies, bool warns)
    {
        using var logs = new CapturedLogs();
        await using var server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Settings = proxies is null ? [] : ["--Tokenhouse:Proxies:0", proxies],
                Services = services => services.AddSingleton<ILoggerProvider>(logs),
            }
        );
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(TestServer.Dc2 + "/.well-known/jwks.json"));
            request.Headers.Add(header, header == "Forwarded" ? "for=203.0.113.7" : "203.0.113.7");
            using var response = await server.Http.SendAsync(request);
        }
        logs.Text.Split('\n')
            .Count(line => line.Contains("A request from 127.0.0.1 contains a forwarded address", StringComparison.Ordinal))
            .ShouldBe(warns ? 1 : 0);
    }
}
