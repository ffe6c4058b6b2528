using Tokenhouse.Core;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>A secret in the response to the caller who created or revealed it, and nowhere else. Not a record, because records print their values.</summary>
public sealed class MadeSecret(Secret row, SecretText text)
{
    /// <summary>Its ID.</summary>
    public Guid Id => row.Id;

    /// <summary>The client ID of the credential.</summary>
    public string ClientId => row.ClientId;

    /// <summary>The secret itself.</summary>
    [Sensitive]
    public string Secret => text.Reveal();

    /// <summary>Its last characters, to recognise it later.</summary>
    public string Hint => row.Hint;

    /// <summary>When it expires; null for no expiry.</summary>
    public DateTimeOffset? ExpiresAt => row.ExpiresAt;

    /// <summary>Whether it can be shown again.</summary>
    public bool CanBeRevealed => row.Sealed is not null;
}
