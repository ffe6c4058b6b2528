using System.Collections.Frozen;
using FsCheck.Fluent;
using Tokenhouse.Core;
using Tokenhouse.Tests.Support;

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
        foreach (var result in new[] { client.ForClient(null, Now), Person(client, null) })
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
        foreach (var result in new[] { client.ForClient(null, Now), Person(client, null) })
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
    public void Offline_access_is_granted_with_others_and_alone_asks_for_nothing()
    {
        var client = Client(["a:read"], ["a:read"]);
        var both = new ScopeSet(["offline_access", "a:read"]);
        Granted(Person(client, both)).ShouldBe("offline_access a:read");
        Granted(client.Again(both, asked: null, Now)).ShouldBe("offline_access a:read");
        Granted(client.Again(both, new(["a:read"]), Now)).ShouldBe("a:read");
        Granted(client.Again(new(["a:read"]), both, Now)).ShouldBe("a:read"); // agreed to before it was granted
        Granted(client.ForClient(both, Now)).ShouldBe("a:read");
        var alone = new ScopeSet(["offline_access"]);
        foreach (var result in new[] { client.ForClient(alone, Now), Person(client, alone), client.Again(both, alone, Now) })
        {
            result.Ok(out _, out var error).ShouldBeFalse();
            error!.Reason.Kind.ShouldBe(RefusalKind.ScopeMalformed);
        }
        client.Remaining(["offline_access", "b:read"], Now).Names.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("openid profile email", "openid profile email", "")]
    [InlineData("openid a:read address phone", "openid a:read", "address phone")]
    [InlineData("openid offline_access groups", "openid offline_access", "groups")]
    public void A_sign_in_needs_no_contract_and_what_does_not_exist_is_left_out(string asked, string granted, string ignored)
    {
        var client = Client(["a:read"], ["a:read"], signIn: StandardScopes.SignIn);
        client.ForPerson(new(asked.Split(' ')), ClaimsParameter.None, Now).Ok(out var decision, out _).ShouldBeTrue();
        (decision!.Granted.ToString(), string.Join(' ', decision.Ignored)).ShouldBe((granted, ignored));
    }

    [Theory]
    [InlineData("openid b:read", RefusalKind.ScopeNotOfClient)] // exists, and isn't the client's
    [InlineData("profile", RefusalKind.ScopeOfPerson)] // means nothing without openid
    [InlineData("a:read email", RefusalKind.ScopeOfPerson)]
    [InlineData("a:read address", RefusalKind.ScopeUnknown)] // lenient only beside openid
    public void Everything_else_stays_refused(string asked, RefusalKind kind)
    {
        var client = Client(["a:read"], ["a:read"], signIn: StandardScopes.SignIn);
        Person(client, new(asked.Split(' '))).Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Reason.Kind).ShouldBe(("invalid_scope", kind));
    }

    [Theory]
    [InlineData("email", "openid profile email a:read", "openid profile a:read")]
    [InlineData("profile", "openid profile email", "openid email")]
    [InlineData("openid", "openid profile email a:read", "a:read")]
    public void What_is_switched_off_is_left_out(string switchedOff, string asked, string granted)
    {
        var client = Client(["a:read"], ["a:read"], signIn: ClientKind.Web.SignInScopes([switchedOff]));
        Granted(Person(client, new(asked.Split(' ')))).ShouldBe(granted);
        Granted(client.Again(new(asked.Split(' ')), asked: null, Now)).ShouldBe(granted);
        client.Remaining(asked.Split(' '), Now).ToString().ShouldBe(granted);
    }

    [Fact]
    public void If_nothing_is_left_the_reason_says_why()
    {
        var client = Client(["a:read"], ["a:read"], signIn: ClientKind.Web.SignInScopes(["openid"]));
        Person(client, new(["openid", "email"])).Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Reason.Kind).ShouldBe(("invalid_scope", RefusalKind.NoScope));
        client.Again(new(["openid", "offline_access"]), asked: null, Now).Ok(out _, out error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.NoScope);
        ClientKind.Machine.SignInScopes([]).ShouldBeEmpty();
    }

    [Fact]
    public void A_requested_claim_stands_for_its_scope_in_a_sign_in_alone()
    {
        var client = Client(["a:read"], ["a:read"], signIn: StandardScopes.SignIn);
        var claims = new ClaimsParameter(["email"], ["name", "locale"]);
        client.ForPerson(new(["openid"]), claims, Now).Ok(out var decision, out _).ShouldBeTrue();
        decision!.Granted.ToString().ShouldBe("openid email profile");
        client.ForPerson(new(["a:read"]), claims, Now).Ok(out decision, out _).ShouldBeTrue();
        decision!.Granted.ToString().ShouldBe("a:read");
    }

    [Fact]
    public void A_scope_that_an_API_had_before_stays_the_APIs()
    {
        var catalogue = new ScopeCatalogue(new Dictionary<string, string> { ["email"] = "urn:mailing" }.ToFrozenDictionary());
        var without = new ScopeEntitlement([], new(TenantEnvironment.LIVE), catalogue) { SignIn = StandardScopes.SignIn };
        Person(without, new(["openid", "email"])).Ok(out _, out var error).ShouldBeFalse();
        error!.Reason.Kind.ShouldBe(RefusalKind.ScopeNotOfClient);
        without.ForPerson(new(["openid"]), new(["email"], []), Now).Ok(out var decision, out _).ShouldBeTrue();
        decision!.Granted.ToString().ShouldBe("openid");
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
        Catalogue.ForOneApi(new(scope.Split(' ')), target: null).Ok(out var granted, out _).ShouldBeTrue();
        (granted!.Api, granted.Scope.ToString()).ShouldBe((expected, scope));
        Catalogue.ForOneApi(new(scope.Split(' ')), "urn:b").Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Reason.Kind).ShouldBe(("invalid_target", RefusalKind.TargetNotOfScope));
        Catalogue.ForOneApi(new(scope.Split(' ')), "urn:c").Ok(out _, out error).ShouldBeFalse();
        (error!.Code, error.Reason.Kind).ShouldBe(("invalid_target", RefusalKind.TargetUnknown));
    }

    [Fact]
    public void A_token_is_not_for_two_APIs()
    {
        var both = new ScopeSet(["openid", "a:read", "b:read"]);
        Catalogue.ForOneApi(both, target: null).Ok(out _, out var error).ShouldBeFalse();
        (error!.Code, error.Reason.Kind).ShouldBe(("invalid_scope", RefusalKind.ScopesOfTwoApis));
        Catalogue.ForOneApi(both, "urn:a").Ok(out var granted, out _).ShouldBeTrue();
        (granted!.Api, granted.Scope.ToString()).ShouldBe(("urn:a", "openid a:read"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("urn:a", null)]
    [InlineData("urn:b", RefusalKind.TargetNotOfClient)]
    [InlineData(HubScopes.Identifier, RefusalKind.ScopeNotOfSecret)]
    [InlineData("urn:c", RefusalKind.TargetUnknown)]
    [InlineData("URN:A", RefusalKind.TargetUnknown)]
    [InlineData("urn:a#x", RefusalKind.TargetUnknown)]
    public void A_client_names_an_API_of_which_it_may_have_a_scope(string? target, RefusalKind? kind)
    {
        var client = Client(["a:write", "a:read", "hub.log.read"], ["a:read"], carried: []);
        client.TargetFault(target, Now)?.Reason.Kind.ShouldBe(kind!.Value);
        (client.TargetFault(target, Now) is null).ShouldBe(kind is null);
    }

    [Fact]
    public void Whatever_the_catalogue_and_the_request_are_only_what_they_have_in_common_is_granted()
    {
        var names = Enumerable.Range(0, 8).Select(i => $"s{i}").ToArray();
        var some = Gen.ListOf(Gen.Elements(names)).Resize(20);
        var cases =
            from apis in Gen.ListOf(Gen.Elements("urn:a", "urn:b", "urn:c")).Resize(20)
            from given in some
            from contract in some
            from asked in Gen.ListOf(Gen.Elements<string>([.. names, .. StandardScopes.SignIn])).Resize(5)
            from target in Gen.Elements<string?>([null, "urn:a", "urn:b", "urn:c"])
            select (names.Zip(apis).ToDictionary(pair => pair.First, pair => pair.Second), given, contract, asked, target);
        var granted = 0;
        foreach (var (owners, given, contract, asked, target) in cases.Sample(Iterations.Of(2_000, 100_000)))
        {
            var catalogue = new ScopeCatalogue(owners.ToFrozenDictionary());
            var client = new ScopeEntitlement(
                [.. given],
                new ContractCoverage(TenantEnvironment.LIVE, [new([.. contract], Now, Until: null)]),
                catalogue
            )
            {
                SignIn = StandardScopes.SignIn,
            };
            var wanted = asked.Count > 0 ? new ScopeSet(asked) : null;
            var results = new[] { client.ForClient(wanted, Now), Person(client, wanted), client.Again(new(given), wanted, Now) };
            foreach (var result in results)
            {
                if (!result.Ok(out var scope, out _) || !catalogue.ForOneApi(scope, target).Ok(out var its, out _))
                    continue;
                granted++;
                its.Api.ShouldBe(target ?? its.Api);
                its.Scope.Names.Where(name => !StandardScopes.SignIn.Contains(name))
                    .ShouldAllBe(name => owners[name] == its.Api && given.Contains(name) && contract.Contains(name));
                its.Scope.Names.ShouldAllBe(name => wanted == null || wanted.Names.Contains(name));
                client.TargetFault(target, Now).ShouldBeNull(); // what is granted could be named
            }
        }
        granted.ShouldBeGreaterThan(100);
    }

    private static ScopeEntitlement Client(
        string[] given,
        string[] contract,
        string[]? carried = null,
        IReadOnlyList<string>? signIn = null
    ) =>
        new(given, new ContractCoverage(TenantEnvironment.LIVE, [new(contract, Now, Until: null)]), Catalogue)
        {
            SignIn = signIn ?? [],
            Carried = carried is null ? null : new(new SecretName("x9Yz", Now), carried),
        };

    private static Result<ScopeSet, OAuthError>[] Everywhere(ScopeEntitlement client, string scope)
    {
        var asked = new ScopeSet(scope.Split(' '));
        return [client.ForClient(asked, Now), Person(client, asked), client.Again(asked, asked: null, Now)];
    }

    private static Result<ScopeSet, OAuthError> Person(ScopeEntitlement client, ScopeSet? asked) =>
        client.ForPerson(asked, ClaimsParameter.None, Now).Ok(out var decision, out var error) ? decision.Granted : error;

    private static string Granted(Result<ScopeSet, OAuthError> result) =>
        result.Ok(out var granted, out var error) ? granted.ToString() : throw new InvalidOperationException(error.Description);
}
