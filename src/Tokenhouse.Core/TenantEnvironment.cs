namespace Tokenhouse.Core;

/// <summary>
/// The two environments of every datacentre: <see cref="LIVE"/> for production and <see cref="UAT"/> for testing.
/// A credential belongs to one of them and doesn't work in the other.
/// </summary>
public enum TenantEnvironment
{
    LIVE,
    UAT,
}
