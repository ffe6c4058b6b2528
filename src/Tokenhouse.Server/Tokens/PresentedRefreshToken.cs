using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A refresh token that a client presented, its family, and whether the person may still be acted for.</summary>
public sealed record PresentedRefreshToken(RefreshToken Row, RefreshFamily Family, bool PersonIsMember);
