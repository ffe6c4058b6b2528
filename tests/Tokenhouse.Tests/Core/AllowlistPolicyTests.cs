using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

[Trait("Category", "Security")]
public sealed class AllowlistPolicyTests
{
    [Fact]
    public void App_keys_always_need_an_allowlist_and_others_where_client_or_tenant_says_so()
    {
        foreach (var kind in Enum.GetValues<ClientKind>())
        {
            AllowlistPolicy.IsRequired(kind, byClient: false, byTenant: false).ShouldBe(kind is ClientKind.AppKey);
            AllowlistPolicy.IsRequired(kind, byClient: true, byTenant: false).ShouldBeTrue();
            AllowlistPolicy.IsRequired(kind, byClient: false, byTenant: true).ShouldBeTrue();
        }
    }
}
