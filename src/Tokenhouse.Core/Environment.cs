namespace Tokenhouse.Core;

/// <summary>
/// The two halves of every datacentre: <see cref="LIVE"/> for production and <see cref="UAT"/> for trying things out.
/// A credential belongs to one of them, and neither accepts the other's.
/// </summary>
public enum Environment
{
    LIVE,
    UAT,
}
