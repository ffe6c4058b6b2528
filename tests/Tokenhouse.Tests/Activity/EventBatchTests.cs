using System.Net;
using Tokenhouse.Protocol;
using Tokenhouse.Server.Activity;

namespace Tokenhouse.Tests.Activity;

public sealed class EventBatchTests
{
    private static readonly Site Site = new Datacentre("dc2", new("https://example.com")).Site(Environment.LIVE);
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
        batch.Refusals.Single().Address.ShouldBe(spelled);
        spelled.Length.ShouldBeLessThanOrEqualTo(45);
    }

    [Fact]
    public void A_reason_that_is_too_long_for_its_column_is_cut()
    {
        var batch = new EventBatch();
        batch.Add(Refused(new string('x', 5_000), IPAddress.Loopback));
        batch.Refusals.Single().Reason.Length.ShouldBe(1_000);
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
        batch.Refusals.Select(refusal => refusal.Count).ShouldBe([2, 1, 1, 1, 1]);
    }

    [Fact]
    public void What_names_no_client_belongs_to_the_vendor()
    {
        var batch = new EventBatch();
        batch.Add(Refused("unknown", IPAddress.Loopback) with { Caller = null });
        var refusal = batch.Refusals.Single();
        (refusal.TenantId, refusal.ClientId).ShouldBe((Datacentre.Vendor, null));
    }

    [Fact]
    public void A_proved_secret_was_used_even_when_the_request_was_refused()
    {
        var (batch, secret) = (new EventBatch(), Guid.CreateVersion7(At));
        batch.Add(Refused("scope", IPAddress.Loopback) with { Caller = new("client", 2, secret) });
        batch.SecretsUsed.ShouldBe([KeyValuePair.Create(secret, At)]);
        batch.Usages.ShouldBeEmpty();
        batch.IsEmpty.ShouldBeFalse();
        new EventBatch().IsEmpty.ShouldBeTrue();
    }

    private static TokenEvent Refused(string reason, IPAddress? address) =>
        new(At, Site, "Connect", new("client", 2), new("invalid_client", reason), address, "0123456789abcdef0123456789abcdef");
}
