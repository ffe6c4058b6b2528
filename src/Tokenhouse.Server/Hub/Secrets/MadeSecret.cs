using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>A secret in the response to the caller who created or revealed it, and nowhere else. Not a record, because records print their values.</summary>
public sealed class MadeSecret(Secret row, SecretText text)
{
    public Guid Id => row.Id;

    public string ClientId => row.ClientId;

    /// <summary>The secret itself.</summary>
    [Sensitive]
    public string Secret => text.Reveal();

    /// <summary>Its last characters, to recognise it later.</summary>
    public string Hint => row.Hint;

    public DateTimeOffset? ExpiresAt => row.ExpiresAt;

    /// <summary>Whether it can be shown again.</summary>
    public bool CanBeRevealed => row.Sealed is not null;
}
