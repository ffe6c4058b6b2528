namespace Tokenhouse.Core;

/// <summary>
/// Which scopes a client may have: those that are in the catalogue, that it was given, that the secret it proved carries, and that a contract
/// covers. Those about the person who signs in need only that person's consent. Every grant, the authorization endpoint and the token validator
/// use this rule.
/// </summary>
/// <param name="given">What was given to the client.</param>
/// <param name="contracts">The contracts of its tenant in its environment.</param>
/// <param name="catalogue">All scopes.</param>
public sealed class ScopeEntitlement(IReadOnlyList<string> given, ContractCoverage contracts, ScopeCatalogue catalogue)
{
    /// <summary>The scopes of the Hub that the proved secret carries. Null: no secret was proved, or it carries all.</summary>
    public CarriedScopes? Carried { get; init; }

    /// <summary>The scopes about the person that it may request (<see cref="ClientKindRules.SignInScopes"/>).</summary>
    public IReadOnlyList<string> SignIn { get; init; } = [];

    /// <summary>
    /// What a client that acts for itself gets (RFC 6749, 4.4): all it asks for, or nothing. Without a scope parameter: everything.
    /// <c>offline_access</c> is ignored.
    /// </summary>
    public Result<ScopeSet, OAuthError> ForClient(ScopeSet? asked, DateTimeOffset at)
    {
        if (asked is null)
            return Everything(at);
        if (!asked.BesideOfflineAccess().Ok(out _, out var error))
            return error;
        var wanted = new ScopeSet(asked.Names.Where(name => name != StandardScopes.OfflineAccess));
        foreach (var name in wanted.Names)
            if (catalogue.IsSignIn(name))
                return OAuthError
                    .InvalidScope($"The scope '{new UntrustedText(name, "...")}' is about a person, but this grant involves none.")
                    .Because(RefusalKind.ScopeOfPerson, $"{Named(name)} is about a person, but client_credentials involves none");
            else if (!Allows(name, at))
                return NotAvailable(name, at);
        return wanted;
    }

    /// <summary>
    /// What a client may ask a person for. Without a scope parameter: everything. Without <c>openid</c>: all it asks for, or nothing. A sign-in is
    /// more lenient (OpenID Connect Core 1.0, 3.1.2.1): scopes that don't exist are ignored, and so are those about the person that are switched off.
    /// </summary>
    public Result<ScopeDecision, OAuthError> ForPerson(ScopeSet? asked, ClaimsParameter claims, DateTimeOffset at)
    {
        if (asked is null)
            return Everything(at).Ok(out var all, out var none) ? new ScopeDecision(all, []) : none;
        if (!asked.BesideOfflineAccess().Ok(out _, out var error))
            return error;
        if (!asked.Names.Contains(StandardScopes.OpenId))
            return asked.Names.FirstOrDefault(name => catalogue.IsSignIn(name) || !Allows(name, at)) is { } missing
                ? NotAvailable(missing, at)
                : new ScopeDecision(asked, []);
        return ForSignIn(new(asked.Names.Concat(claims.Scopes.Where(catalogue.IsSignIn))), at);
    }

    /// <summary>
    /// What a client gets of what a person agreed to: all it asks for, which may be less, as long as it may have all of that now. Scopes about the
    /// person that were switched off since are left out.
    /// </summary>
    public Result<ScopeSet, OAuthError> Again(ScopeSet agreed, ScopeSet? asked, DateTimeOffset at)
    {
        var wanted = agreed;
        if (asked is not null && !asked.BesideOfflineAccess().Ok(out wanted, out var error))
            return error;
        if (!agreed.Names.Contains(StandardScopes.OfflineAccess)) // it was always allowed to be repeated
            wanted = new(wanted.Names.Where(name => name != StandardScopes.OfflineAccess));
        foreach (var name in wanted.Names)
            if (!agreed.Names.Contains(name))
                return OAuthError
                    .InvalidScope($"The scope '{new UntrustedText(name, "...")}' wasn't granted before. A refresh can only request less.")
                    .Because(
                        RefusalKind.ScopeNotAgreed,
                        $"{Named(name)} isn't among those the account holder agreed to: {new TrustedText(agreed.ToString())}"
                    );
        wanted = new(wanted.Names.Where(name => !IsSwitchedOff(name)));
        foreach (var name in wanted.Names)
            if (!Allows(name, at))
                return OAuthError
                    .InvalidScope($"The scope '{new UntrustedText(name, "...")}' is no longer available to this client.")
                    .Because(Denial(name, at));
        return wanted.BesideOfflineAccess().Ok(out _, out _) ? wanted : NothingLeft();
    }

    /// <summary>Why the client can't name an API as the one its token is for (RFC 8707, 2); null if it can, or if it names none.</summary>
    public OAuthError? TargetFault(string? target, DateTimeOffset at) =>
        target is null || given.Any(scope => catalogue.ApiOf(scope) == target && Allows(scope, at))
            ? null
            : OAuthError.InvalidTarget(
                given.FirstOrDefault(scope => catalogue.ApiOf(scope) == target) is { } first
                    ? Denial(first, at)
                    : catalogue.Unknown(target)
                        ?? new(RefusalKind.TargetNotOfClient, $"the client has no scope of the API {new TrustedText(target)}")
            );

    /// <summary>What is left of scopes that a token has; nothing if it is only <c>offline_access</c>.</summary>
    public ScopeSet Remaining(IEnumerable<string> scopes, DateTimeOffset at)
    {
        var left = new ScopeSet(scopes.Where(name => Allows(name, at)));
        return left.BesideOfflineAccess().Ok(out _, out _) ? left : new([]);
    }

    /// <summary>Why the client can't have a scope, for the event log.</summary>
    public RefusalReason Denial(string scope, DateTimeOffset at)
    {
        var named = Named(scope);
        if (!catalogue.Has(scope))
            return new(RefusalKind.ScopeUnknown, $"{named} isn't in the catalogue");
        if (catalogue.IsSignIn(scope))
            return SignIn.Contains(scope)
                ? new(RefusalKind.ScopeOfPerson, $"{named} needs openid, which wasn't requested")
                : new(RefusalKind.ScopeNotOfClient, $"{named} is switched off for the client");
        if (!given.Contains(scope))
            return new(RefusalKind.ScopeNotOfClient, $"{named} isn't assigned to the client");
        if (Carried is { } carried && !carried.Has(scope))
            return new(
                RefusalKind.ScopeNotOfSecret,
                $"{carried.Secret.Text} was added before the client got {named}, and doesn't include it"
            );
        var (coverage, environment) = (contracts.Of(scope, at), contracts.Environment);
        return coverage.State switch
        {
            CoverageState.NotListed => new(RefusalKind.ScopeNotInContract, $"{named} isn't in the {environment} contract"),
            CoverageState.NotBegun => new(
                RefusalKind.ContractNotBegun,
                $"the {environment} contract that includes {named} begins on {coverage.BeginsAt:d MMMM yyyy}"
            ),
            CoverageState.Ended => new(
                RefusalKind.ContractEnded,
                $"the {environment} contract that included {named} ended on {coverage.EndsAt:d MMMM yyyy}"
            ),
            _ => throw new InvalidOperationException("The client may have the scope."),
        };
    }

    private Result<ScopeDecision, OAuthError> ForSignIn(ScopeSet asked, DateTimeOffset at)
    {
        if (asked.Names.FirstOrDefault(name => catalogue.Has(name) && !catalogue.IsSignIn(name) && !Allows(name, at)) is { } missing)
            return NotAvailable(missing, at);
        var granted = Remaining(asked.Names, at);
        if (granted.Names.Count == 0)
            return NothingLeft();
        return new ScopeDecision(granted, [.. asked.Names.Where(name => !catalogue.Has(name) && name is not StandardScopes.OfflineAccess)]);
    }

    private static OAuthError NothingLeft() =>
        OAuthError
            .InvalidScope($"This client can't use openid, and the request contains no other scope that is available to it.")
            .Because(RefusalKind.NoScope, $"openid is switched off for the client, and no scope of an API was requested");

    private bool IsSwitchedOff(string scope) => catalogue.IsSignIn(scope) && !SignIn.Contains(scope);

    private bool Allows(string scope, DateTimeOffset at) =>
        scope == StandardScopes.OfflineAccess
        || (
            catalogue.IsSignIn(scope)
                ? SignIn.Contains(scope)
                : catalogue.Has(scope) && given.Contains(scope) && Carried?.Has(scope) != false && contracts.Covers(scope, at)
        );

    /// <summary>All it may have, in its own order; what must be asked for is not among it.</summary>
    private Result<ScopeSet, OAuthError> Everything(DateTimeOffset at)
    {
        var ofApis = given.Where(scope => !catalogue.IsSignIn(scope)).ToList();
        var all = Remaining(ofApis, at);
        if (all.Names.Count > 0)
            return all;
        var reason = ofApis.FirstOrDefault() is { } first
            ? Denial(first, at)
            : new RefusalReason(RefusalKind.NoScope, $"the client has no scopes");
        return OAuthError.InvalidScope($"This client has no scopes at the moment. Ask the vendor about the contract.").Because(reason);
    }

    private OAuthError NotAvailable(string scope, DateTimeOffset at) =>
        OAuthError
            .InvalidScope($"The scope '{new UntrustedText(scope, "...")}' isn't available to this client.")
            .Because(Denial(scope, at));

    /// <summary>A requested scope as it appears in the log: as sent if the secret was proved or the scope exists.</summary>
    private UntrustedText Named(string scope) =>
        catalogue.Has(scope) ? new($"scope {scope}", $"scope {scope}")
        : scope.Length > StandardScopes.MaxLength ? new("a scope that is too long to exist", "a scope that is too long to exist")
        : new($"scope {scope}", "a requested scope");
}
