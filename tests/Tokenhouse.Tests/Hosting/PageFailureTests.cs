using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hosting;

/// <summary>People get pages, also when something is wrong; programs never do.</summary>
public sealed class PageFailureTests(TestServers servers) : IClassFixture<TestServers>
{
    [Fact]
    public async Task A_page_that_is_not_there_is_a_page_for_people_and_JSON_for_programs()
    {
        var server = await servers.On();
        var page = await Get(server, "/account/nothing", "text/html,*/*");
        (page.Status, page["Content-Type"]).ShouldBe((404, "text/html; charset=utf-8"));
        page.Body.ShouldContain("Page not found");
        page.Body.ShouldContain(page.CorrelationId);
        page["Content-Security-Policy"]!.ShouldContain("frame-ancestors 'none'");
        (await Get(server, "/account/nothing", "application/json"))["Content-Type"].ShouldBe("application/json");
        foreach (var path in (string[])["/connect/token", "/oauth2/token", "/connect/userinfo", "/.well-known/nothing"])
            (await Get(server, path, "text/html, image/gif, *; q=.2"))["Content-Type"].ShouldBe("application/json", path);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_failure_of_ours_shows_a_number_and_nothing_else()
    {
        await using var server = await TestServer.Start(
            new TestServerOptions(Databases.Default)
            {
                Run = ["dc3"],
                Services = services => services.AddSingleton<IInterceptor>(new BrokenReader("\"Sessions\"")),
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/account");
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("Cookie", "tokenhouse-session=x");
        using var response = await server.Http.SendAsync(request);
        var answer = await Answer.From(response);
        (answer.Status, answer["Content-Type"]).ShouldBe((500, "text/html; charset=utf-8"));
        answer.Body.ShouldContain("Something went wrong on our side");
        answer.Body.ShouldContain(answer.CorrelationId);
        answer.Body.ShouldNotContain("Exception");
    }

    [Theory]
    [InlineData("application/json", 2, 400)]
    [InlineData("multipart/form-data; boundary=x", 2, 400)]
    [InlineData("", 2, 400)]
    [InlineData("application/x-www-form-urlencoded", 100_000, 413)]
    [InlineData("application/x-www-form-urlencoded", 60_000, 400)]
    [Trait("Category", "Security")]
    public async Task A_body_that_no_form_of_ours_sends_is_refused(string type, int length, int status)
    {
        var server = await servers.On();
        foreach (var path in (string[])["/account/sign-in", "/account/consent", "/account/withdraw"])
        {
            var fields = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length / 8).Select(i => $"a{i:D5}=&")));
            using var content = new ByteArrayContent(fields);
            content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
            using var response = await server.Http.PostAsync(new Uri("http://login.dc3.localhost:5080" + path), content);
            ((int)response.StatusCode).ShouldBe(status, path);
        }
    }

    private static async Task<Answer> Get(TestServer server, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
