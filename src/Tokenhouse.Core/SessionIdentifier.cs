using System.Buffers.Text;

namespace Tokenhouse.Core;

/// <summary>
/// The <c>sid</c> of ID tokens: which browser session they belong to, the same for all clients. It is a hash of the session's random ID, so it
/// reveals nothing about the session, not even when it began.
/// </summary>
public static class SessionIdentifier
{
    private const int Bytes = 16;

    public static string Of(Guid session) => Base64Url.EncodeToString(TextHash.Of($"sid {session:D}").AsSpan(0, Bytes));
}
