using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Endpoints.Authorize;

/// <summary>What a client may demand of the sign-in: nothing shown, signed in again, asked again, not too long ago (OpenID Connect Core, 3.1.2.1).</summary>
public sealed class PromptTests(Visitors visitors) : IClassFixture<Visitors>
{
    [Fact]
    public async Task None_is_answered_at_once_with_a_code_or_with_what_is_missing()
    {
        var house = (await visitors.On()).House;
        await house.AddIntegrator("prompt-none");
        var integrator = new Integrator(house, "prompt-none");
        var visitor = new Visitor(house);

        await visitor.Open(integrator.Link(("prompt", "none")));
        Refused(visitor, "login_required", "The user isn't signed in, and prompt=none doesn't allow a sign-in page.");
        await visitor.Authorize(new Integrator(house).Link());
        await visitor.Open(integrator.Link(("prompt", "none")));
        Refused(visitor, "consent_required", "The account holder hasn't agreed to this, and prompt=none doesn't allow a consent page.");
        await visitor.Authorize(integrator.Link(("scope", "all")));
        await visitor.Open(integrator.Link(("prompt", "none")));
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
        await visitor.Open(integrator.Link(("prompt", "none"), ("scope", "openid all")));
        visitor.Response["error"].ShouldBe("consent_required"); // the consent does not reach that far
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        await visitor.Open(integrator.Link(("prompt", "none"), ("max_age", "60")));
        visitor.Response["error"].ShouldBe("login_required");
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task A_client_that_anybody_on_the_device_can_pose_as_is_agreed_to_each_time()
    {
        var house = (await visitors.On()).House;
        await house.AddIntegrator(
            "prompt-device",
            client => client.RedirectUris = [Visitor.Callback, "com.example.app:/cb", "https://app.nordia.example/cb"],
            ClientKind.Native
        );
        var visitor = new Visitor(house);
        foreach (var uri in (string[])[Visitor.Callback, "com.example.app:/cb"])
        {
            var device = new Integrator(house, "prompt-device") { IsPublic = true, RedirectUri = uri };
            await visitor.Authorize(device.Link());
            visitor.Response.ShouldContainKey("code");
            await visitor.Open(device.Link());
            visitor.Left.ShouldBeNull(uri);
            visitor.Page.QuerySelector("[name=decision][value=agree]").ShouldNotBeNull(uri);
            await visitor.Open(device.Link(("prompt", "none")));
            visitor.Response["error"].ShouldBe("consent_required", uri);
        }
        // Only its own application gets what is sent to an https address.
        var claimed = new Integrator(house, "prompt-device") { IsPublic = true, RedirectUri = "https://app.nordia.example/cb" };
        await visitor.Open(claimed.Link(("prompt", "none")));
        visitor.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task Login_asks_for_the_password_again_and_the_family_counts_from_there()
    {
        var house = (await visitors.On()).House;
        var integrator = new Integrator(house);
        var visitor = new Visitor(house);
        await visitor.Authorize(integrator.Link());
        house.Clock.Advance(TimeSpan.FromMinutes(1));

        await visitor.Open(integrator.Link(("prompt", "login"), ("scope", "openid")));
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        visitor.Left.ShouldBeNull();
        await visitor.Open(integrator.Link(("prompt", "login")));
        await visitor.SignIn(password: "wrong-password");
        visitor.Answer.Status.ShouldBe(400);
        await visitor.SignIn();
        visitor.Response.Keys.ShouldBe(["code", "state", "iss"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task An_older_session_does_not_answer_a_request_for_a_new_sign_in()
    {
        var house = (await visitors.On()).House;
        var integrator = new Integrator(house);
        var visitor = new Visitor(house);
        await visitor.Authorize(integrator.Link());
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.Open(integrator.Link(("prompt", "login")));
        var ticket = Visitor.Query(new(visitor.Page.Url))["ticket"];

        foreach (var path in (string[])["/connect/authorize", "/account/consent"])
        {
            await visitor.Open($"{Visitor.Dc3}{path}?ticket={Uri.EscapeDataString(ticket)}");
            visitor.Left.ShouldBeNull();
        }
        await visitor.Open($"{Visitor.Dc3}/connect/authorize?ticket={Uri.EscapeDataString(ticket)}");
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task Consent_asks_again_although_the_person_agreed()
    {
        var house = (await visitors.On()).House;
        var integrator = new Integrator(house);
        var visitor = new Visitor(house);
        await visitor.Authorize(integrator.Link());
        house.Clock.Advance(TimeSpan.FromSeconds(1));

        await visitor.Open(integrator.Link(("prompt", "consent")));
        visitor.Left.ShouldBeNull();
        await visitor.Decide("decline");
        Refused(visitor, "access_denied", "The account holder declined.");
        await visitor.Open(integrator.Link());
        visitor.Response.ShouldContainKey("code"); // declining once does not withdraw
        await visitor.Open(integrator.Link(("prompt", "login consent")));
        await visitor.SignIn();
        await visitor.Decide("agree");
        visitor.Response.ShouldContainKey("code");
    }

    [Fact]
    public async Task A_sign_in_may_be_as_old_as_the_client_says()
    {
        var house = (await visitors.On()).House;
        var integrator = new Integrator(house);
        var visitor = new Visitor(house);
        await visitor.Authorize(integrator.Link());
        house.Clock.Advance(TimeSpan.FromSeconds(59));

        await visitor.Open(integrator.Link(("max_age", "60")));
        visitor.Response.ShouldContainKey("code");
        house.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.Open(integrator.Link(("max_age", "60")));
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await visitor.SignIn();
        visitor.Response.ShouldContainKey("code");
        await visitor.Open(integrator.Link(("max_age", "0")));
        visitor.Page.QuerySelector("input[type=password]").ShouldNotBeNull();
        await visitor.SignIn();
        visitor.Response.ShouldContainKey("code");
        await visitor.Open(integrator.Link(("max_age", "2147483647")));
        visitor.Response.ShouldContainKey("code");
    }

    [Theory]
    [InlineData("grace@nordia.example")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("' onfocus='x")]
    public async Task A_login_hint_is_filled_in_as_text(string hint)
    {
        var visitor = new Visitor((await visitors.On()).House);
        await visitor.Open(Visitor.Link("/connect/authorize", ("login_hint", hint)));

        visitor.Page.QuerySelector("#email")!.GetAttribute("value").ShouldBe(hint);
        visitor.Page.QuerySelector("#email")!.Attributes.ShouldNotContain(attribute => attribute.Name == "onfocus");
        visitor.Page.Scripts.Where(script => script.Source is null).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_scope_everything_is_asked_for_but_openid()
    {
        var visitor = await visitors.On();
        var answer = await new Integrator(visitor.House).Tokens(visitor);
        answer.Json.GetProperty("scope").GetString().ShouldBe("all");
        answer.Json.TryGetProperty("id_token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Offline_access_is_accepted_and_changes_nothing()
    {
        var visitor = await visitors.On();
        var integrator = new Integrator(visitor.House);
        var answer = await integrator.Tokens(visitor, ("scope", "offline_access all"));
        answer.Json.GetProperty("scope").GetString().ShouldBe("all");
        answer.Json.TryGetProperty("refresh_token", out _).ShouldBeTrue();
    }

    private static void Refused(Visitor visitor, string code, string description) =>
        visitor.Response.ShouldBe(
            new Dictionary<string, string>
            {
                ["error"] = code,
                ["error_description"] = description,
                ["state"] = "xyz",
                ["iss"] = Visitor.Dc3,
            }
        );
}
