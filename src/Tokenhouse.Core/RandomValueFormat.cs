namespace Tokenhouse.Core;

/// <summary>The shapes of random values.</summary>
public enum RandomValueFormat
{
    /// <summary>256 bits in 43 characters of base64url.</summary>
    Base64Url,

    /// <summary>32 letters and digits, 190 bits.</summary>
    Alphanumeric,

    /// <summary>Written like a UUID, with all of its 128 bits random.</summary>
    Uuid,
}
