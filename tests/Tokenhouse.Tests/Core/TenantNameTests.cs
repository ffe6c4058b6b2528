using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

public sealed class TenantNameTests
{
    [Theory]
    [InlineData("acme")]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("acme-2")]
    [InlineData("a--b")]
    [InlineData("hubs")]
    public void A_label_of_a_host_name_is_a_slug(string slug) => TenantName.Fault(slug).ShouldBeNull();

    [Fact]
    public void A_slug_has_up_to_63_characters()
    {
        TenantName.Fault(new string('a', 63)).ShouldBeNull();
        TenantName
            .Fault(new string('a', 64))
            .ShouldBe("A slug is part of host names. Use up to 63 lowercase letters and digits, with hyphens between them.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-acme")]
    [InlineData("acme-")]
    [InlineData("Acme")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("ä")]
    [InlineData("acme\n")]
    public void What_cannot_stand_in_a_host_name_is_no_slug(string slug) =>
        TenantName
            .Fault(slug)
            .ShouldBe("A slug is part of host names. Use up to 63 lowercase letters and digits, with hyphens between them.");

    [Theory]
    [InlineData("hub")]
    [InlineData("login")]
    [InlineData("loginuat")]
    [InlineData("vendor")]
    [InlineData("www")]
    public void What_the_installation_calls_its_own_hosts_is_no_slug(string slug) =>
        TenantName.Fault(slug).ShouldBe($"The slug {slug} is reserved for the installation. Choose another.");
}
