using System.Collections.Frozen;
using Tokenhouse.Core;

namespace Tokenhouse.Tests.Core;

[Trait("Category", "Security")]
public sealed class ScopeEntitlementTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ScopeCatalogue Catalogue = new(
        new Dictionary<string, string>
        {
            ["a:read"] = "urn:a",
            ["a:write"] = "urn:a",
            ["b:read"] = "urn:b",
            ["hub.log.read"] = HubScopes.Identifier,
            ["hub.audit.read"] = HubScopes.Identifier,
        }.ToFrozenDictionary()
    );

    [Theory]
    [InlineData("x:read", RefusalKind.ScopeUnknown)]
    [InlineData("b:read", RefusalKind.ScopeNotOfClient)]
    [InlineData("hub.audit.read", RefusalKind.ScopeNotOfSecret)]
    [InlineData("a:write", RefusalKind.ScopeNotInContract)]
    public void A_scope_must_be_known_given_carried_and_covered(string scope, RefusalKind kind)
    {
        var client = Client(["a:read", "a:write", "hub.log.read", "hub.audit.read"], ["a:read"], carried: ["hub.log.read"]);
        foreach (var result in Everywhere(client, scope))
        {
            result.Ok(out _, out var error).ShouldBeFalse();
            error!.Code.ShouldBe("invalid_scope");
            error.Reason.Kind.ShouldBe(kind);
        }
        client.Remaining(["a:read", scope], Now).ToString().ShouldBe("a:read");
    }

    [Fact]
    public void A_scope_that_is_all_of_that_is_granted_everywhere()
    {
        var client = Client(["a:read", "hub.log.read"], ["a:read"], carried: ["hub.log.read"]);
        foreach (var scope in new[] { "a:read", "hub.log.read", "a:read hub.log.read" })
        foreach (var result in Everywhere(client, scope))
        {
            result.Ok(out var granted, out _).ShouldBeTrue();
            granted!.ToString().ShouldBe(scope);
        }
    }

    [Fact]
    public void Without_a_scope_parameter_everything_is_meant_but_openid()
    {
        var client = Client(["openid", "a:write", "a:read", "b:read"], ["a:read", "a:write", "openid"]);
        foreach (var result in new[] { client.ForClient(null, Now), client.ForPerson(null, Now) })
        {
            result.Ok(out var all, out _).ShouldBeTrue();
            all!.ToString().ShouldBe("a:write a:read");
        }
    }

    [Theory]
    [InlineData("", RefusalKind.NoScope)]
    [InlineData("openid", RefusalKind.NoScope)]
    [InlineData("a:write", RefusalKind.ScopeNotInContract)]
    public void A_client_without_any_scope_hears_why(string given, RefusalKind kind)
    {
        var client = Client(given.Split(' ', StringSplitOptions.RemoveEmptyEntries), ["a:read", "openid"]);
        foreach (var result in new[] { client.ForClient(null, Now), client.ForPerson(null, Now) })
        {
            result.Ok(out _, out var error).ShouldBeFalse();
            error!.Reason.Kind.ShouldBe(kind);
        }
    }

    [Fact]
    public void A_client_that_acts_for_itself_gets_no_scope_about_a_person()
    {
        Client(["openid", "a:read"], ["openid", "a:read"])
            .ForClient(new(["a:read", "openid"]), Now)
            .Ok(out _, out var error)
            .ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.ScopeOfPerson);
    }

    [Fact]
    public void Offline_access_changes_nothing_and_alone_asks_for_nothing()
    {
        var client = Client(["a:read"], ["a:read"]);
        foreach (
            var grant in new Func<ScopeSet, Result<ScopeSet, OAuthError>>[]
            {
                its => client.ForPerson(its, Now),
                its => client.Again(new(["a:read"]), its, Now),
            }
        )
        {
            grant(new(["offline_access", "a:read"])).Ok(out var granted, out _).ShouldBeTrue();
            granted!.ToString().ShouldBe("a:read");
            grant(new(["offline_access"])).Ok(out _, out var error).ShouldBeFalse();
            error!.Reason.Kind.ShouldBe(RefusalKind.ScopeMalformed);
        }
    }

    [Fact]
    public void What_was_agreed_may_shrink_and_never_grow()
    {
        var client = Client(["a:read", "a:write"], ["a:read", "a:write"]);
        client.Again(new(["a:read", "a:write"]), new(["a:write"]), Now).Ok(out var less, out _).ShouldBeTrue();
        less!.ToString().ShouldBe("a:write");
        client.Again(new(["a:read"]), new(["a:read", "a:write"]), Now).Ok(out _, out var error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.ScopeNotAgreed);
        client.Again(new(["a:read", "b:read"]), asked: null, Now).Ok(out _, out error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.ScopeNotOfClient);
    }

    [Theory]
    [InlineData("a:read a:write", "urn:a")]
    [InlineData("openid a:read", "urn:a")]
    [InlineData("openid", null)]
    public void A_token_is_for_the_one_API_of_its_scopes(string scope, string? expected)
    {
        Catalogue.HasOneApi(new(scope.Split(' ')), [], out var api, out _).ShouldBeTrue();
        api.ShouldBe(expected);
        Catalogue.HasOneApi(new(scope.Split(' ')), ["urn:b"], out _, out var error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.TargetNotOfScope);
    }

    [Fact]
    public void A_token_is_not_for_two_APIs()
    {
        Catalogue.HasOneApi(new(["a:read", "b:read"]), ["urn:a"], out _, out var error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.ScopesOfTwoApis);
    }

    private static ScopeEntitlement Client(string[] given, string[] contract, string[]? carried = null) =>
        new(given, new ContractCoverage(TenantEnvironment.LIVE, [new(contract, Now, Until: null)]), Catalogue)
        {
            Carried = carried is null ? null : new(new SecretName("x9Yz", Now), carried),
        };

    private static Result<ScopeSet, OAuthError>[] Everywhere(ScopeEntitlement client, string scope)
    {
        var asked = new ScopeSet(scope.Split(' '));
        return [client.ForClient(asked, Now), client.ForPerson(asked, Now), client.Again(asked, asked: null, Now)];
    }
}
