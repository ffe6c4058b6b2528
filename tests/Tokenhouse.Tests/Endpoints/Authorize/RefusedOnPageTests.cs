using Microsoft.EntityFrameworkCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Authorize;

/// <summary>Until it is settled whom to answer, nobody is redirected: the person reads a page of ours (RFC 6749, 4.1.2.1).</summary>
[Trait("Category", "Security")]
public sealed class RefusedOnPageTests(Visitors visitors) : IClassFixture<Visitors>
{
    private const string Unknown = "Unknown client_id at this host. Check the ID and the host.";
    private const string WrongUri = "This client hasn't registered this redirect_uri. It must match exactly.";

    [Theory]
    [InlineData("client_id", null, "The parameter 'client_id' is missing.")]
    [InlineData("client_id", "nobody", Unknown)]
    [InlineData("client_id", "Nordia-ERP", Unknown)]
    [InlineData("client_id", "page-uat", Unknown)]
    [InlineData("client_id", "page-disabled", Unknown)]
    [InlineData("client_id", "page-of-disabled-tenant", Unknown)]
    [InlineData("client_id", "page-without-dialect", Unknown)]
    [InlineData("redirect_uri", null, "The parameter 'redirect_uri' is missing.")]
    [InlineData("redirect_uri", "https://evil.example/", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8401/callback", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback/", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback?x=1", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400@evil.example/callback", WrongUri)]
    [InlineData("redirect_uri", "http://127.0.0.1:8400/callback\n", WrongUri)]
    [InlineData("redirect_uri", "javascript:alert(1)", WrongUri)]
    [InlineData("client_secret", "x", "The parameter 'client_secret' was sent in the URL. It is no longer secret. Replace it.")]
    [InlineData("password", "x", "The parameter 'password' was sent in the URL. It is no longer secret. Replace it.")]
    [InlineData("ticket", "x", "This sign-in took too long, or its URL was altered. Go back to the application and start again.")]
    public async Task Whoever_cannot_be_trusted_with_an_answer_gets_none(string name, string? value, string reason)
    {
        var house = (await visitors.On()).House;
        await Arranged(house);
        foreach (var prompt in (string?[])[null, "none"])
        {
            var visitor = new Visitor(house);
            await visitor.Open(Visitor.Link("/connect/authorize", (name, value), ("prompt", prompt)));
            IsPage(visitor, 400, reason);
        }
    }

    [Theory]
    [InlineData("/oauth/v2/oauth-authorize")]
    [InlineData("/oauth2/authorize")]
    public async Task It_is_the_same_in_every_dialect(string path)
    {
        var house = (await visitors.On()).House;
        await Arranged(house);
        var visitor = new Visitor(house);
        await visitor.Open(Visitor.Link(path, ("client_id", "page-without-dialect")));
        IsPage(visitor, 400, Unknown);
        await visitor.Open(Visitor.Link(path, ("redirect_uri", "https://evil.example/")));
        IsPage(visitor, 400, WrongUri);
    }

    [Fact]
    public async Task A_client_without_redirect_URIs_is_never_answered_and_none_is_learned()
    {
        var house = (await visitors.On()).House;
        await house.AddIntegrator("page-no-uris", client => client.RedirectUris = []);
        var visitor = new Visitor(house);
        for (var i = 0; i < 2; i++)
        {
            await visitor.Open(new Integrator(house, "page-no-uris").Link());
            IsPage(visitor, 400, WrongUri);
        }
        await using var db = house.Db("dc3");
        (await db.Clients.IgnoreQueryFilters().SingleAsync(client => client.Id == "page-no-uris")).RedirectUris.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("&state=2", "The parameter 'state' was sent more than once.")]
    [InlineData("&client_id=nordia-desktop", "The parameter 'client_id' was sent more than once.")]
    [InlineData("&redirect_uri=https%3A%2F%2Fevil.example", "The parameter 'redirect_uri' was sent more than once.")]
    [InlineData("&%73cope=a&scope=b", "The parameter 'scope' was sent more than once.")]
    [InlineData("&a=%00", "A parameter couldn't be decoded. Use percent-encoded UTF-8.")]
    [InlineData("&a=%ff", "A parameter couldn't be decoded. Use percent-encoded UTF-8.")]
    public async Task A_query_that_two_readers_could_read_differently_is_not_read(string more, string reason)
    {
        var visitor = new Visitor((await visitors.On()).House);
        await visitor.Open(Visitor.Link() + more);
        IsPage(visitor, 400, reason);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_refused_and_the_longest_goes_the_whole_way()
    {
        var integrator = new Integrator((await visitors.On()).House);
        var room = 4096 - integrator.Link(("state", null)).Split('?')[1].Length - "&state=".Length;

        var visitor = new Visitor((await visitors.On()).House);
        await visitor.Authorize(integrator.Link(("state", new('x', room))));
        visitor.Response["state"].ShouldBe(new('x', room));
        visitor.Response.ShouldContainKey("code");

        await visitor.Open(integrator.Link(("state", new('x', room + 1))));
        IsPage(visitor, 400, "The authorization request is longer than 4096 characters.");
    }

    [Fact]
    public async Task What_is_sent_is_never_markup_on_the_page()
    {
        var visitor = new Visitor((await visitors.On()).House);
        await visitor.Open(Visitor.Link("/connect/authorize", ("\"><script>x</script>", "1")) + "&%22%3E%3Cscript%3Ex%3C/script%3E=2");
        visitor.Answer.Status.ShouldBe(400);
        visitor.Page.Scripts.ShouldBeEmpty();
        visitor.Answer.Body.ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_tenants_own_host_signs_nobody_in()
    {
        const string Own = "http://nordia.login.localhost:5080";
        var house = (await visitors.On()).House;
        foreach (
            var path in (string[])["/connect/authorize", "/oauth/v2/oauth-authorize", "/oauth2/authorize", "/account", "/account/sign-in"]
        )
            (await house.Get(Visitor.Link(path).Replace(Visitor.Dc3, Own))).Status.ShouldBe(404);
    }

    internal static void IsPage(Visitor visitor, int status, string? reason = null)
    {
        visitor.Left.ShouldBeNull();
        visitor.Answer.Status.ShouldBe(status, visitor.Answer.Body);
        visitor.Answer["Location"].ShouldBeNull();
        visitor.Answer["Content-Type"].ShouldBe("text/html; charset=utf-8");
        visitor.Answer["X-Frame-Options"].ShouldBe("DENY");
        visitor.Answer["Referrer-Policy"].ShouldBe("no-referrer");
        visitor.Answer["Cache-Control"].ShouldBe("no-store");
        visitor.Answer["Access-Control-Allow-Origin"].ShouldBeNull();
        visitor.Answer["Content-Security-Policy"]!.ShouldContain("default-src 'none'");
        visitor.Answer["Content-Security-Policy"]!.ShouldEndWith("frame-ancestors 'none'");
        if (reason is not null)
            visitor.Page.Body!.TextContent.ShouldContain(reason);
    }

    private static async Task Arranged(House house)
    {
        await house.AddIntegrator("page-uat", environment: Environment.UAT);
        await house.AddIntegrator("page-disabled", client => client.DisabledAt = house.Clock.GetUtcNow());
        var off = await house.AddTenant("page-off", tenant => tenant.DisabledAt = house.Clock.GetUtcNow());
        await house.AddIntegrator("page-of-disabled-tenant", tenantId: off.Id);
        var mute = await house.AddTenant("page-mute", tenant => tenant.Dialects = []);
        await house.AddIntegrator("page-without-dialect", tenantId: mute.Id);
    }
}
