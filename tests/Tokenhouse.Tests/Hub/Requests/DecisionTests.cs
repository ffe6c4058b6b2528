using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Requests;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Requests;

/// <summary>An operator decides: once, with a word to the tenant, and nobody else does.</summary>
[Collection<RequestServers>]
public sealed class DecisionTests(TestServers servers)
{
    [Theory, OnEachDatabase]
    public async Task What_was_approved_is_a_credential_with_the_settings_that_were_asked_for_and_no_secret(Database database)
    {
        var office = await TenantBuilder.Open(await servers.On(database));
        var id = await office.Submitted(
            ClientKind.Web,
            HubForms.But(("redirect_uris", "https://example.com/back"), ("networks", "203.0.113.7"))
        );
        var vendor = await office.Decide(id, "approve");
        vendor.Lines().ShouldContain("Approved. The credential is ready.");

        var request = await office.Request(id);
        (request.State, request.DecidedBy).ShouldBe((RequestState.Approved, office.Email("operator")));
        var client = await office.Rows(db => db.Clients.Include(row => row.Secrets).SingleAsync());
        client.Id.ShouldBe(request.ClientId);
        client.Id.ShouldMatch("^dc3-[abcdefghjkmnpqrstuvwxyz23456789]{14}\\z");
        (client.Kind, client.Environment, client.Name).ShouldBe((ClientKind.Web, TenantEnvironment.UAT, "Payroll import"));
        (client.Purpose, client.Owner, client.Contact).ShouldBe(
            ("Reads the new jobs once an hour.", "owner@example.com", "contact@example.com")
        );
        client.Scopes.ShouldBe([TenantBuilder.Read]);
        client.RedirectUris.ShouldBe(["https://example.com/back"]);
        client.Secrets.ShouldBeEmpty();
        client.GoLiveOf.ShouldBeNull();
        var network = await office.Rows(db => db.AllowedNetworks.SingleAsync());
        (network.Network, network.ClientId, network.Environment).ShouldBe(("203.0.113.7/32", client.Id, TenantEnvironment.UAT));
        (await office.Rows(db => db.HandOvers.SingleAsync())).ClientId.ShouldBe(client.Id);
        (await office.Audit()).ShouldBe([
            $"request.made by {office.Email("developer")}",
            $"request.submitted by {office.Email("developer")}",
            $"request.approved by {office.Email("operator")}",
            $"credential.made by {office.Email("operator")}",
            $"hand-over.made by {office.Email("operator")}",
        ]);
    }

    [Fact]
    public async Task An_app_key_gets_an_app_id_of_eight_digits_and_public_clients_get_no_hand_over()
    {
        var office = await TenantBuilder.Open(await servers.On());
        await office.Decide(await office.Submitted(ClientKind.AppKey, HubForms.But(("networks", "127.0.0.1"))), "approve");
        (await office.Rows(db => db.Clients.SingleAsync())).Id.ShouldMatch("^[1-9][0-9]{7}\\z");
        (await office.Rows(db => db.HandOvers.CountAsync())).ShouldBe(1);
        await office.Decide(await office.Submitted(ClientKind.Browser, HubForms.But(("redirect_uris", "https://example.com/"))), "approve");
        (await office.Rows(db => db.Clients.CountAsync())).ShouldBe(2);
        (await office.Rows(db => db.HandOvers.CountAsync())).ShouldBe(1);
    }

    [Theory, OnEachDatabase]
    public async Task An_id_that_another_client_has_is_drawn_again(Database database)
    {
        var office = await TenantBuilder.Open(await servers.On(database));
        await using var db = office.Server.Db("dc3");
        var drawn = new Queue<string>(["nordia-erp", "globex-live", "free"]);
        (await ClientIdGenerator.Free(db, drawn.Dequeue)).ShouldBe("free");
    }

    [Fact]
    public async Task What_was_returned_is_mended_and_submitted_again()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        var vendor = await office.Decide(id, "return", ("comment", " Which program?\r\nHow often? "));
        vendor.Lines().ShouldContain("Request returned to the tenant.");
        var row = await office.Request(id);
        (row.State, row.Comment, row.DecidedBy).ShouldBe((RequestState.Returned, "Which program?\nHow often?", office.Email("operator")));

        var developer = await office.Developer();
        await developer.Open(office.Address($"/requests/{id}"));
        developer.Lines(".timeline").ShouldContain("Which program? How often?");
        await developer.Open(office.Address($"/requests/{id}/edit"));
        developer.Page.QuerySelector(".notice")!.TextContent.ShouldContain("Which program?");
        await developer.Press("/edit", [.. HubForms.But(("purpose", "The payroll program, once an hour.")), ("then", "submit")]);
        (await office.Request(id)).State.ShouldBe(RequestState.Submitted);
        developer.Lines(".timeline").ShouldContain("Submitted again");
        await office.Decide(id, "approve");
        (await office.Request(id)).State.ShouldBe(RequestState.Approved);
    }

    [Theory, OnEachDatabase("return"), OnEachDatabase("decline")]
    public async Task Who_does_not_approve_says_why(Database database, string how)
    {
        var office = await TenantBuilder.Open(await servers.On(database));
        var id = await office.Submitted();
        var vendor = await office.Decide(id, how, ("comment", " \r\n "));
        vendor.Answer.Status.ShouldBe(422);
        vendor.Faults()["comment"].ShouldBe("Enter a reason, so that the tenant knows what to do.");
        await vendor.Press("/" + how, ("comment", new string('c', 1001)));
        vendor.Faults()["comment"].ShouldBe("A comment can have at most 1000 characters.");
        await vendor.Press("/" + how, ("comment", "a\u0007"));
        vendor.Faults()["comment"].ShouldBe("A comment can't have control characters or invisible characters.");
        (await office.Request(id)).State.ShouldBe(RequestState.Submitted);
        await vendor.Press("/" + how, ("comment", "Because."));
        (await office.Request(id)).State.ShouldBe(how == "return" ? RequestState.Returned : RequestState.Declined);
    }

    [Fact]
    public async Task What_was_declined_stays_so()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        await office.Decide(id, "decline", ("comment", "Not this way."));
        var developer = await office.Developer();
        await developer.Open(office.Address($"/requests/{id}"));
        developer.Page.Forms.Where(form => form.Action.Contains("/requests/")).ShouldBeEmpty();
        await developer.Open(office.Address($"/requests/{id}/edit"));
        await developer.Press("/edit", [.. HubForms.Complete]);
        developer.Answer.Status.ShouldBe(409);
        developer.Lines().ShouldContain("The request was declined. To try again, create a new one.");
        (await office.Request(id)).State.ShouldBe(RequestState.Declined);
    }

    [Fact]
    public async Task Who_asked_and_who_works_with_it_get_a_mail_and_the_link_goes_to_those_who_fetch_the_secret()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var contact = $"contact-of-{office.Tenant.Slug}@example.com";
        var id = await office.Submitted(ClientKind.Machine, HubForms.But(("contact", contact)));
        SentEmails.To(office.Server, contact).ShouldBeEmpty(); // nothing is decided yet
        await office.Decide(id, "return", ("comment", "Which program?"));
        foreach (var to in (string[])[contact, office.Email("developer")])
        {
            var mail = (await SentEmails.Wait(office.Server, to)).ShouldHaveSingleItem();
            mail.ShouldContain("Subject: Your request for a credential was returned");
            mail.ShouldContain($"\r\n{BrowserSession.Hub}/t/{office.Tenant.Slug}/requests/{id}\r\n");
            mail.ShouldNotContain("Which program?"); // what was said is for who signs in
        }
    }

    [Theory, OnEachDatabase]
    public async Task Of_two_operators_at_once_one_decides(Database database)
    {
        var office = await TenantBuilder.Open(await servers.On(database));
        var id = await office.Submitted();
        var (one, other) = (await office.Operator(), await office.Operator("other"));
        await one.Open(office.Address($"/requests/{id}/decide"));
        await other.Open(office.Address($"/requests/{id}/decide"));
        await Task.WhenAll(one.Press("/approve"), other.Press("/approve"));
        new[] { one.Answer.Status, other.Answer.Status }.Order().ShouldBe([200, 412]);
        (await office.Rows(db => db.Clients.CountAsync())).ShouldBe(1);
        (await office.Audit()).Count(entry => entry.StartsWith("request.approved", StringComparison.Ordinal)).ShouldBe(1);
        var late = one.Answer.Status == 412 ? one : other;
        late.Lines().ShouldContain("Changed in the meantime");
        late.Page.QuerySelectorAll("form[action$='/approve']").ShouldBeEmpty(); // nothing is left to decide
    }

    [Theory, OnEachDatabase]
    public async Task What_changed_after_it_was_read_is_not_approved_unseen(Database database)
    {
        var office = await TenantBuilder.Open(await servers.On(database));
        var id = await office.Submitted();
        var vendor = await office.Operator();
        await vendor.Open(office.Address($"/requests/{id}/decide"));
        var developer = await office.Developer();
        await developer.Press("/withdraw");
        await developer.Open(office.Address($"/requests/{id}/edit"));
        await developer.Press("/edit", [.. HubForms.But(("networks", "0.0.0.0/1")), ("then", "submit")]);
        await vendor.Press("/approve");
        vendor.Answer.Status.ShouldBe(412);
        vendor.Lines().ShouldContain("0.0.0.0/1");
        (await office.Rows(db => db.Clients.AnyAsync())).ShouldBeFalse();
        await vendor.Press("/approve");
        (await office.Rows(db => db.Clients.AnyAsync())).ShouldBeTrue();
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Nobody_decides_but_who_operates_and_nobody_sees_what_is_not_theirs()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        var draft = await office.Draft(ClientKind.Machine);
        foreach (var session in new[] { await office.Developer(), await office.Manager(), await office.Reader(), await office.Auditor() })
            await Refuses(session, office, "/decide", "/approve", "/return", "/decline");
        foreach (var session in new[] { await office.Reader(), await office.Auditor() })
        {
            await session.Open(office.Address($"/requests/{id}"));
            session.Answer.Status.ShouldBe(200);
            session.Page.QuerySelectorAll(".hub-page form, .hub-page a.btn").ShouldBeEmpty();
            await Refuses(session, office, "/edit", "/submit", "/withdraw");
        }
        await Refuses(await office.Stranger(), office, "", "/decide", "/edit", "/submit", "/withdraw", "/approve", "/return", "/decline");
        (await office.Request(id)).State.ShouldBe(RequestState.Submitted);
        (await office.Request(draft)).State.ShouldBe(RequestState.Draft);

        async Task Refuses(BrowserSession session, TenantBuilder office, params string[] below)
        {
            foreach (var path in below)
            {
                await session.Open(office.Address($"/requests/{id}{path}"));
                session.Answer.Status.ShouldBe(path is "" or "/decide" or "/edit" ? 404 : 405, path);
                await session.Open(BrowserSession.Hub + "/"); // has a form of ours
                var token = session.Page.QuerySelector("[name=form_token]")!.GetAttribute("value")!;
                if (path is "" or "/decide")
                    continue;
                await session.Go(
                    new(HttpMethod.Post, office.Address($"/requests/{id}{path}"))
                    {
                        Content = new FormUrlEncodedContent([new("form_token", token), new("comment", "Because."), new("then", "submit")]),
                    }
                );
                session.Answer.Status.ShouldBe(404, path);
            }
        }
    }

    [Fact]
    [Trait("Category", "Security")]
    public async Task Deciding_asks_anew_who_it_is()
    {
        var office = await TenantBuilder.Open(await servers.On());
        var id = await office.Submitted();
        var vendor = await office.Operator();
        await vendor.Open(office.Address($"/requests/{id}/decide"));
        office.Server.Clock.Advance(TimeSpan.FromMinutes(6));
        await vendor.Press("/approve");
        vendor.Path.ShouldBe("/account/sign-in");
        (await office.Request(id)).State.ShouldBe(RequestState.Submitted);
        await vendor.SignIn(office.Email("operator"));
        vendor.Path.ShouldBe($"/t/{office.Tenant.Slug}/requests/{id}/decide");
        await vendor.Press("/approve");
        (await office.Request(id)).State.ShouldBe(RequestState.Approved);
    }
}
