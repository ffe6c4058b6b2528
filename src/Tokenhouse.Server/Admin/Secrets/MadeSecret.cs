using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Admin.Secrets;

/// <summary>A secret in the answer to who made it or asked to see it, and nowhere else. No record: those print what they hold.</summary>
public sealed class MadeSecret(Secret row, SecretText text)
{
    public Guid Id => row.Id;

    public string ClientId => row.ClientId;

    /// <summary>The secret itself.</summary>
    [Sensitive]
    public string Secret => text.Reveal();

    /// <summary>Its last characters, by which it is known from then on.</summary>
    public string Hint => row.Hint;

    public DateTimeOffset? ExpiresAt => row.ExpiresAt;

    /// <summary>Whether it can be shown again.</summary>
    public bool CanBeRevealed => row.Sealed is not null;
}
