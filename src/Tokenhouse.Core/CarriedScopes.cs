namespace Tokenhouse.Core;

/// <summary>
/// The scopes of the Hub that a secret carries: those the client had when the secret was created. The person who collected the secret was allowed to
/// grant only those. Every secret carries all other scopes.
/// </summary>
/// <param name="Secret">The secret.</param>
/// <param name="OfHub">The scopes of the Hub.</param>
public readonly record struct CarriedScopes(SecretName Secret, IReadOnlyList<string> OfHub)
{
    public bool Has(string scope) => !HubScopes.Owns(scope) || OfHub.Contains(scope);
}
