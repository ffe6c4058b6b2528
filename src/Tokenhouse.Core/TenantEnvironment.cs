namespace Tokenhouse.Core;

/// <summary>
/// The two environments of every datacentre: <c>LIVE</c> for production and <c>UAT</c> for testing.
/// A credential belongs to one of them and doesn't work in the other.
/// </summary>
public enum TenantEnvironment
{
    LIVE,
    UAT,
}
