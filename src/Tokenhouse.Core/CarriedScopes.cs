namespace Tokenhouse.Core;

/// <summary>
/// The scopes of the Hub that a secret carries: those its client had when it was created, since whoever took it was entitled to those alone. All
/// other scopes go with any secret.
/// </summary>
/// <param name="Secret">The secret.</param>
/// <param name="OfHub">The scopes of the Hub.</param>
public readonly record struct CarriedScopes(SecretName Secret, IReadOnlyList<string> OfHub)
{
    public bool Has(string scope) => !HubScopes.Owns(scope) || OfHub.Contains(scope);
}
