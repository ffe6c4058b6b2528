using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>What a request must have before an operator sees it, and how it is taken back.</summary>
[Collection<RequestServers>]
public sealed class SubmissionTests(TestServers servers)
{
    [Fact]
    public async Task All_that_is_missing_is_said_at_once_beside_its_field()
    {
        var office = await TenantBuilder.Open(await servers.On());
        (await Faults(office, ClientKind.Machine)).ShouldBe(
            new Dictionary<string, string>
            {
                ["name"] = "Enter a name that people will recognise.",
                ["purpose"] = "Describe what it is for, in at least 10 characters: which program, for what work, how often.",
                ["scopes"] = "Choose at least one scope. Without scopes, it can't get a token.",
                ["owner"] = "Enter the owner: an email address.",
                ["contact"] = "Enter the technical contact: an email address.",
            }
        );
        (await office.Rows(db => db.Requests.SingleAsync())).State.ShouldBe(RequestState.Draft); // what was entered is kept
        (await office.Audit()).ShouldBe([$"request.made by {office.Email("developer")}"]);
    }

    [Theory]
    [InlineData(
        "machine",
        "purpose",
        "123456789",
        "Describe what it is for, in at least 10 characters: which program, for what work, how often."
    )]
    [InlineData("machine", "scopes", "No.Such.Scope", "The scope No.Such.Scope doesn't exist. Choose a scope of the catalogue.")]
    [InlineData("machine", "scopes", "openid", "openid is for signing people in, but this credential acts only for itself.")]
    [InlineData(
        "machine",
        "scopes",
        "hub.requests.write",
        "You can't request hub.requests.write here. A Manager of the tenant adds the scopes of the Hub to a LIVE credential."
    )]
    [InlineData("machine", "owner", "nobody", "nobody isn't an email address. Enter one such as ada@example.com.")]
    [InlineData(
        "machine",
        "contact",
        "Ada <ada@example.com>",
        "Ada <ada@example.com> isn't an email address. Enter one such as ada@example.com."
    )]
    [InlineData("machine", "contact", "äda@example.com", "äda@example.com isn't an email address. Enter one such as ada@example.com.")]
    [InlineData("machine", "redirect_uris", "https://example.com/", "This credential doesn't need a redirect URI. Leave it empty.")]
    [InlineData(
        "machine",
        "networks",
        "10.0.0.0/24\n10.0.0.1/24",
        "10.0.0.1/24 doesn't start at the beginning of its network. Write 10.0.0.0/24, or 10.0.0.1 for the single address."
    )]
    [InlineData("app-key", "networks", "", "Enter at least one network: an app key works only from its allowlist.")]
    [InlineData("native", "networks", "10.0.0.0/24", "People use it from anywhere, and an allowlist would block them. Leave it empty.")]
    [InlineData(
        "web",
        "redirect_uris",
        "",
        "Enter at least one redirect URI: the address to which people return after they have signed in."
    )]
    [InlineData(
        "web",
        "redirect_uris",
        "https://example.com/back\nhttp://example.com/",
        "http://example.com/: A redirect URI with http must stay on this machine: http://127.0.0.1 or http://[::1]. Use https:// for any other host."
    )]
    [InlineData(
        "browser",
        "redirect_uris",
        "com.example.app:/back",
        "com.example.app:/back: A redirect URI must begin with https://. Only native apps can register a scheme of their own."
    )]
    public async Task What_is_wrong_is_said_with_what_to_write(string kind, string field, string value, string sentence)
    {
        var office = await TenantBuilder.Open(await servers.On());
        var known = Enum.GetValues<ClientKind>()
            .Single(one => (one is ClientKind.AppKey ? "app-key" : one.ToString().ToLowerInvariant()) == kind);
        var fields = HubForms.But(("networks", kind == "app-key" ? "10.0.0.0/8" : null), ("redirect_uris", Uris(known)));
        (string, string)[] wrong = [.. fields.Where(other => other.Name != field), (field, value)];
        (await Faults(office, known, wrong)).ShouldBe(new Dictionary<string, string> { [field] = sentence });
    }

    [Fact]
    public async Task A_complete_request_waits_for_an_operator_and_is_not_changed_meanwhile()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        var developer = await office.Developer();
        developer.Lines().ShouldContain("Request submitted. We'll email the requester once it's decided.");
        developer
            .Lines(".timeline")
            .ShouldBe([
                "Started",
                $"21 November 2026, 12:{office.Server.Clock.GetUtcNow():mm} UTC by {office.Email("developer")}",
                "Submitted",
                $"21 November 2026, 12:{office.Server.Clock.GetUtcNow():mm} UTC",
                "Pending",
            ]);
        await developer.Open(office.Address($"/requests/{id}/edit"));
        await developer.Press("/edit", HubForms.But(("name", "Another")));
        developer.Answer.Status.ShouldBe(409);
        developer.Lines().ShouldContain("The request is pending. To change it, withdraw it first.");
        (await office.Request(id)).Name.ShouldBe("Payroll import");
    }

    [Fact]
    public async Task It_is_withdrawn_to_a_draft_and_a_draft_is_discarded()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        var developer = await office.Developer();
        await developer.Press("/withdraw");
        developer.Lines().ShouldContain("Request withdrawn. It is a draft again.");
        var row = await office.Request(id);
        (row.State, row.SubmittedAt).ShouldBe((RequestState.Draft, null));
        await developer.Press("/withdraw");
        developer.Lines().ShouldContain("Request discarded.");
        (await office.Rows(db => db.Requests.AnyAsync())).ShouldBeFalse();
        var who = office.Email("developer");
        (await office.Audit()).ShouldBe([
            $"request.made by {who}",
            $"request.submitted by {who}",
            $"request.withdrawn by {who}",
            $"request.discarded by {who}",
        ]);
        await developer.Open(office.Address($"/requests/{id}"));
        developer.Answer.Status.ShouldBe(404);
    }

    private static string? Uris(ClientKind kind) => kind.MayActForPeople() ? "https://example.com/back" : null;

    private static async Task<Dictionary<string, string>> Faults(
        TenantBuilder office,
        ClientKind kind,
        params (string Name, string Value)[] fields
    )
    {
        var developer = await office.Developer();
        var spelled = kind is ClientKind.AppKey ? "app-key" : kind.ToString().ToLowerInvariant();
        await developer.Open(office.Address($"/requests/new?kind={spelled}"));
        await developer.Press("/requests/new", [("then", "submit"), .. fields]);
        developer.Answer.Status.ShouldBe(422, developer.Answer.ToString());
        var faults = developer.Faults();
        foreach (var line in developer.Page.QuerySelectorAll(".notice li, .notice .d-block").Select(said => said.TextContent))
            if (!faults.ContainsValue(line))
                faults[fields.Last().Name] = line; // of a field that the form does not have
        return faults;
    }
}
