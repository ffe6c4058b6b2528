using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.EventLog;

namespace Tokenhouse.Tests.EventLog;

public sealed class EventBatchTests
{
    private static readonly Site Site = new Datacentre("dc2", new("https://example.com")).Site(TenantEnvironment.LIVE);
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:DB8:0:0::7", "2001:db8::7")]
    [InlineData("fe80:1111:2222:3333:4444:5555:6666:7777%4294967295", "fe80:1111:2222:3333:4444:5555:6666:7777")]
    [InlineData(null, "")]
    public void One_address_has_one_spelling_that_fits_its_column(string? address, string spelled)
    {
        var batch = new EventBatch();
        batch.Add(Refused("secret", address is null ? null : IPAddress.Parse(address)));
        Refusals(batch).Single().Address.ShouldBe(spelled);
        spelled.Length.ShouldBeLessThanOrEqualTo(45);
    }

    [Fact]
    public void A_reason_that_is_too_long_for_its_column_is_cut()
    {
        var batch = new EventBatch();
        batch.Add(Refused(new string('x', 5_000), IPAddress.Loopback));
        Refusals(batch).Single().Reason.Length.ShouldBe(1_000);
    }

    [Fact]
    public void Refusals_that_differ_in_anything_that_matters_are_kept_apart()
    {
        var batch = new EventBatch();
        batch.Add(Refused("one", IPAddress.Loopback));
        batch.Add(Refused("one", IPAddress.Loopback));
        batch.Add(Refused("two", IPAddress.Loopback));
        batch.Add(Refused("one", IPAddress.IPv6Loopback));
        batch.Add(Refused("one", IPAddress.Loopback) with { Dialect = "Other" });
        batch.Add(Refused("one", IPAddress.Loopback) with { Caller = new("other", 2) });
        batch.Add(Refused("one", IPAddress.Loopback) with { Operation = EventOperations.Api });
        batch.Add(
            Refused("one", IPAddress.Loopback) with
            {
                Refusal = RefusalCause.Unproved("invalid_client", new(RefusalKind.NoSecret, $"one")),
            }
        );
        Refusals(batch).Select(refusal => refusal.Count).ShouldBe([2, 1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void What_names_no_client_belongs_to_the_vendor()
    {
        var batch = new EventBatch();
        batch.Add(Refused("unknown", IPAddress.Loopback) with { Caller = null });
        var refusal = Refusals(batch).Single();
        (refusal.TenantId, refusal.ClientId).ShouldBe((Datacentre.Vendor, null));
    }

    [Fact]
    public void A_proved_secret_was_used_even_when_the_request_was_refused()
    {
        var (batch, secret) = (new EventBatch(), Guid.CreateVersion7(At));
        batch.Add(Refused("scope", IPAddress.Loopback) with { Caller = new("client", 2, secret) });
        batch.Rows().OfType<EventRow.SecretUsed>().Select(row => (row.Secret, row.At)).ShouldBe([(secret, At)]);
        batch.Rows().OfType<EventRow.Tokens>().ShouldBeEmpty();
        batch.IsEmpty.ShouldBeFalse();
        new EventBatch().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_failed_sign_in_is_told_to_every_tenant_of_the_account_under_its_own_address()
    {
        var batch = new EventBatch();
        batch.Add(SignIn("ADA@NORDIA.EXAMPLE"));
        batch.Add(SignIn("ADA@NORDIA.EXAMPLE"));
        batch.Typed.ShouldBe(["ADA@NORDIA.EXAMPLE"]);
        Refusals(batch).ShouldBeEmpty(); // it is nobody's yet
        batch.IsEmpty.ShouldBeFalse();

        batch.Attribute(new Dictionary<string, KnownAccount> { ["ADA@NORDIA.EXAMPLE"] = new("Ada@nordia.example", [451, 6784]) });
        batch.Typed.ShouldBeEmpty();
        Refusals(batch)
            .Select(row => (row.TenantId, row.Person, row.Kind, row.Reason, row.Count))
            .ShouldBe([
                (451, "Ada@nordia.example", "SignInWrongPassword", "the password is wrong", 2),
                (6784, "Ada@nordia.example", "SignInWrongPassword", "the password is wrong", 2),
            ]);
    }

    [Fact]
    public void Failed_sign_ins_of_nobody_are_one_row_of_the_vendor_without_an_address()
    {
        var batch = new EventBatch();
        for (var i = 0; i < 1_500; i++) // more than are looked up at once
            batch.Add(SignIn($"{i}@NOWHERE.EXAMPLE"));
        batch.Typed.Count.ShouldBe(1_000);
        batch.Attribute(new Dictionary<string, KnownAccount> { ["7@NOWHERE.EXAMPLE"] = new("7@nowhere.example", []) });
        Refusals(batch)
            .Select(row => (row.TenantId, row.Person, row.Kind, row.Count))
            .ShouldBe([(1, null, "SignInWrongPassword", 500), (1, null, "SignInUnknownAccount", 1_000)], ignoreOrder: true);
        Refusals(batch).ShouldAllBe(row => !row.Reason.Contains("example", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void More_networks_than_are_kept_apart_are_counted_without_one()
    {
        var batch = new EventBatch();
        for (var i = 0; i < 50; i++)
            batch.Add(SignIn("ADA@NORDIA.EXAMPLE") with { Address = IPAddress.Parse($"203.0.113.{i}") });
        batch.Attribute(new Dictionary<string, KnownAccount> { ["ADA@NORDIA.EXAMPLE"] = new("ada@nordia.example", [451]) });
        Refusals(batch).Count.ShouldBe(21);
        var further = Refusals(batch).Single(row => row.Count > 1);
        (further.Address, further.Reason, further.Count).ShouldBe(("", "further refusals, too many at once to list separately", 30));
    }

    [Fact]
    public void What_is_forgotten_is_out_of_the_batch()
    {
        var batch = new EventBatch();
        batch.Add(
            Refused("one", IPAddress.Loopback) with
            {
                Caller = new("client", 2, Guid.CreateVersion7(At)) { AdmittedBy = [Guid.Empty] },
            }
        );
        batch.Add(Refused("one", IPAddress.Loopback) with { Refusal = null });
        foreach (var row in batch.Rows())
            row.Forget();
        batch.Rows().ShouldBeEmpty();
        batch.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void An_event_prints_without_the_address_that_somebody_typed() =>
        SignIn("ADA@NORDIA.EXAMPLE").ToString().ShouldBe("sign-in access_denied 0123456789abcdef0123456789abcdef");

    [Fact]
    public void Every_operation_has_a_name_of_its_own_in_the_log() =>
        EventOperations
            .All.Order()
            .ShouldBe([
                .. Enum.GetValues<EndpointKind>()
                    .Select(EventOperations.Of)
                    .Concat([EventOperations.SignIn, EventOperations.Api])
                    .Distinct()
                    .Order(),
            ]);

    private static List<Refusal> Refusals(EventBatch batch) => [.. batch.Rows().OfType<EventRow.Refused>().Select(row => row.Refusal)];

    private static TokenEvent SignIn(string typed) =>
        Refused("the password is wrong", IPAddress.Loopback) with
        {
            Dialect = "",
            Caller = null,
            Operation = EventOperations.SignIn,
            SignIn = typed,
            Refusal = RefusalCause.OfSignIn(new(RefusalKind.SignInWrongPassword, $"the password is wrong")),
        };

    private static TokenEvent Refused(string reason, IPAddress? address) =>
        new(
            At,
            Site,
            "Connect",
            new("client", 2),
            RefusalCause.Unproved("invalid_client", new(RefusalKind.WrongSecret, $"{new TrustedText(reason)}")),
            address,
            "0123456789abcdef0123456789abcdef"
        );
}
