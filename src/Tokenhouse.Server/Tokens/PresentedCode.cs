using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Tokens;

/// <summary>A code that a client presented, and whether the person may still be acted for.</summary>
public sealed record PresentedCode(AuthorizationCode Row, bool PersonIsMember);
