using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Tests.Support;

/// <summary>A house that a real browser reaches at the addresses that it tells, and the application that people are sent back to.</summary>
public sealed class BrowserTestServer : IAsyncLifetime
{
    private WebApplication? application;

    public TestServer Server { get; private set; } = null!;

    /// <summary>Where the application gets its answers.</summary>
    public string Callback { get; private set; } = "";

    public string Origin => $"http://login.dc3.localhost:{Server.Port}";

    public string Hub => $"http://hub.dc3.localhost:{Server.Port}";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapGet("/callback", () => Results.Content("<!DOCTYPE html><title>Back at the application</title>", "text/html"));
        await application.StartAsync();
        Callback = application.Urls.Single() + "/callback";

        Server = await TestServer.Start(
            new TestServerOptions(Database.Sqlite)
            {
                Run = ["dc3"],
                ForBrowsers = true,
                Settings = Retirements.Legacy,
            }
        );
        await using var db = Server.Db("dc3");
        var client = await db.Clients.IgnoreQueryFilters().SingleAsync(row => row.Id == "nordia-erp");
        client.RedirectUris = [Callback];
        await db.SaveChangesAsync();
        await Server.HearOfChanges("dc3");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await application!.DisposeAsync();
    }

    public string Address(string path) => Origin + path;

    /// <summary>The address of an authorization request.</summary>
    public string Link(string path = "/connect/authorize", params (string Name, string? Value)[] fields) =>
        Origin + BrowserSession.Link(path, [("redirect_uri", Callback), .. fields])[BrowserSession.Dc3.Length..];
}
