namespace Tokenhouse.Core;

/// <summary>
/// Which scopes a client may have: those that are in the catalogue, that it was given, that the secret it proved carries, and that a contract
/// covers. Every grant, the authorization endpoint and the token validator use this rule.
/// </summary>
/// <param name="given">What was given to the client.</param>
/// <param name="contracts">The contracts of its tenant in its environment.</param>
/// <param name="catalogue">All scopes.</param>
public sealed class ScopeEntitlement(IReadOnlyList<string> given, ContractCoverage contracts, ScopeCatalogue catalogue)
{
    /// <summary>The scopes of the Hub that the proved secret carries. Null: no secret was proved, or it carries all.</summary>
    public CarriedScopes? Carried { get; init; }

    /// <summary>What a client that acts for itself gets (RFC 6749, 4.4): all it asks for, or nothing. Without a scope parameter: everything.</summary>
    public Result<ScopeSet, OAuthError> ForClient(ScopeSet? asked, DateTimeOffset at)
    {
        if (asked is null)
            return Everything(at);
        foreach (var name in asked.Names)
            if (name == StandardScopes.OpenId)
                return OAuthError
                    .InvalidScope($"The scope 'openid' is about a person, but this grant involves none.")
                    .Because(RefusalKind.ScopeOfPerson, $"scope openid is about a person, but client_credentials involves none");
            else if (!Allows(name, at))
                return NotAvailable(name, at);
        return asked;
    }

    /// <summary>What a client may ask a person for: all it asks for, or nothing. Without a scope parameter: everything.</summary>
    public Result<ScopeSet, OAuthError> ForPerson(ScopeSet? asked, DateTimeOffset at)
    {
        if (asked is null)
            return Everything(at);
        if (!asked.WithoutOfflineAccess().Ok(out var wanted, out var error))
            return error;
        foreach (var name in wanted.Names)
            if (!Allows(name, at))
                return NotAvailable(name, at);
        return wanted;
    }

    /// <summary>What a client gets of what a person agreed to: all it asks for, which may be less, as long as it may have all of that now.</summary>
    public Result<ScopeSet, OAuthError> Again(ScopeSet agreed, ScopeSet? asked, DateTimeOffset at)
    {
        var wanted = agreed;
        if (asked is not null && !asked.WithoutOfflineAccess().Ok(out wanted, out var error))
            return error;
        foreach (var name in wanted.Names)
            if (!agreed.Names.Contains(name))
                return OAuthError
                    .InvalidScope($"The scope '{new UntrustedText(name, "...")}' wasn't granted before. A refresh can only request less.")
                    .Because(
                        RefusalKind.ScopeNotAgreed,
                        $"{Named(name)} isn't among those the account holder agreed to: {new TrustedText(agreed.ToString())}"
                    );
        foreach (var name in wanted.Names)
            if (!Allows(name, at))
                return OAuthError
                    .InvalidScope($"The scope '{new UntrustedText(name, "...")}' is no longer available to this client.")
                    .Because(Denial(name, at));
        return wanted;
    }

    /// <summary>What is left of scopes that a token has.</summary>
    public ScopeSet Remaining(IEnumerable<string> scopes, DateTimeOffset at) => new(scopes.Where(name => Allows(name, at)));

    /// <summary>Why the client can't have a scope, for the event log.</summary>
    public RefusalReason Denial(string scope, DateTimeOffset at)
    {
        var named = Named(scope);
        if (!catalogue.Has(scope))
            return new(RefusalKind.ScopeUnknown, $"{named} isn't in the catalogue");
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

    private bool Allows(string scope, DateTimeOffset at) =>
        catalogue.Has(scope) && given.Contains(scope) && Carried?.Has(scope) != false && contracts.Covers(scope, at);

    /// <summary>All it may have, in its own order; what must be asked for is not among it.</summary>
    private Result<ScopeSet, OAuthError> Everything(DateTimeOffset at)
    {
        var all = Remaining(given.Where(scope => scope != StandardScopes.OpenId), at);
        if (all.Names.Count > 0)
            return all;
        var reason = given.FirstOrDefault(scope => scope != StandardScopes.OpenId) is { } first
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
