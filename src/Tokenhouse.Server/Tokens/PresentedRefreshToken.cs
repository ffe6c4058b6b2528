using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A presented refresh token, its family, and whether the client may still act for the person.</summary>
public sealed record PresentedRefreshToken(RefreshToken Row, RefreshFamily Family, bool PersonIsMember);
