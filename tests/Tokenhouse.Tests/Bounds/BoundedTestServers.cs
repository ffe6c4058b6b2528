using Tokenhouse.Server.Data;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Bounds;

/// <summary>Houses in which a tenant may have very little, so that it is soon at its bounds.</summary>
public sealed class BoundedTestServers : TestServers
{
    // What is the same for everybody is set so that the other tests of the class do not come near it.
    private static readonly Dictionary<string, int> More = new()
    {
        [nameof(TenantBounds.Clients)] = 6,
        [nameof(TenantBounds.AutoApprovedClients)] = 1,
        [nameof(TenantBounds.EndedSecrets)] = 1,
        [nameof(TenantBounds.RedirectUriCharacters)] = 100,
        [nameof(TenantBounds.Networks)] = 3,
        [nameof(TenantBounds.People)] = 3,
        [nameof(TenantBounds.ChangesADay)] = 100,
        [nameof(TenantBounds.RevokedTokensOfClient)] = 3,
        [nameof(TenantBounds.RevokedTokens)] = 5,
    };

    protected override IReadOnlyList<string> Run => ["dc3"];

    protected override IReadOnlyList<string> Settings { get; } =
    [.. TenantBounds.Names.SelectMany(name => (string[])[$"--Tokenhouse:Bounds:{name}", $"{More.GetValueOrDefault(name, 2)}"])];
}
