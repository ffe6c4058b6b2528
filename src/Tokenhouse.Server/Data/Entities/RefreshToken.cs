using Tokenhouse.Core;

namespace Tokenhouse.Server.Data.Entities;

/// <summary>One refresh token of a family, by its hash. It can be spent once. Spent tokens are remembered, so that theft is detected.</summary>
public sealed class RefreshToken : IEnvironmentOwned
{
    public required byte[] Hash { get; init; }

    public required Guid FamilyId { get; init; }

    public required long TenantId { get; init; }

    public required TenantEnvironment Environment { get; init; }

    /// <summary>The dialect that issued it.</summary>
    public required string Dialect { get; init; }

    /// <summary>When it expires if unused; once spent, until when it is remembered.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? SpentAt { get; set; }

    /// <summary>Until when a repeated refresh may get the next token (<see cref="RefreshRepeatRule"/>).</summary>
    public DateTimeOffset? GraceEndsAt { get; set; }

    /// <summary>How often a repeated refresh got the next token after the window.</summary>
    public int LateRepeats { get; set; }

    /// <summary>The hash of the next token.</summary>
    public byte[]? SuccessorHash { get; set; }

    /// <summary>The next token, sealed under this one, which only its bearer knows. Erased when no repeat gets it any longer.</summary>
    public byte[]? Successor { get; set; }
}
