using System.Net;
using System.Net.Http.Headers;
using Duende.IdentityModel.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.OAuth.Metadata;

/// <summary>The address of a host is all that other people's libraries need to find the server there.</summary>
public sealed class AuthorityTests(BrowserSessions browserSessions) : IClassFixture<BrowserSessions>
{
    private const string OfTenant = "http://globex.login.localhost:5080";

    [Theory]
    [InlineData(BrowserSession.Dc3)]
    [InlineData(OfTenant)]
    public async Task JwtBearer_accepts_the_tokens_of_its_authority_and_no_others(string authority)
    {
        var server = (await browserSessions.On()).Server;
        var elsewhere = authority == OfTenant ? BrowserSession.Dc3 : OfTenant;
        await using var api = await Api(server, authority);
        (await Call(api, await Token(server, authority))).ShouldBe(HttpStatusCode.OK);
        (await Call(api, await Token(server, elsewhere))).ShouldBe(HttpStatusCode.Unauthorized);
        (await Call(api, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(BrowserSession.Dc3)]
    [InlineData(OfTenant)]
    public async Task Duendes_client_accepts_the_document_with_its_usual_policy(string authority)
    {
        var server = (await browserSessions.On()).Server;
        var document = await server.Http.GetDiscoveryDocumentAsync(
            new DiscoveryDocumentRequest { Address = authority, Policy = { RequireHttps = false } },
            TestContext.Current.CancellationToken
        );
        document.Error.ShouldBeNull();
        document.Issuer.ShouldBe(authority);
        document.TokenEndpoint.ShouldBe(authority + "/connect/token");
        document.KeySet!.Keys.ShouldNotBeEmpty();
    }

    private static async Task<WebApplication> Api(TestServer server, string authority)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder
            .Services.AddAuthentication()
            .AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.RequireHttpsMetadata = false;
                options.Backchannel = server.Http; // as DNS would have it
                options.TokenValidationParameters.ValidTypes = ["at+jwt"];
                options.TokenValidationParameters.ValidateAudience = false; // the document doesn't say which API this is
                options.TokenValidationParameters.ValidateLifetime = false; // the server's clock is a fake one
            });
        builder.Services.AddAuthorization();
        var api = builder.Build();
        api.MapGet("/", () => Results.Ok()).RequireAuthorization();
        await api.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    private static async Task<string> Token(TestServer server, string host)
    {
        var answer = await server.Token(host, "globex-live", "globex-live-demo-secret", "Public.HrCore.Write");
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("access_token").GetString()!;
    }

    private static async Task<HttpStatusCode> Call(WebApplication api, string? token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, api.Urls.First());
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
