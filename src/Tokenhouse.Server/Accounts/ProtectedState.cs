using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Values that a browser keeps for this server for a limited time. Data Protection seals them, so they can't be read or changed. The framework's
/// time-limited protector isn't used because it reads only the system clock.
/// </summary>
/// <param name="protector">For this use alone.</param>
/// <param name="clock">Decides what has expired.</param>
/// <param name="lifetime">How long values are valid after the time that is sealed with them. Zero: that time is when they expire.</param>
internal sealed class ProtectedState(IDataProtector protector, TimeProvider clock, TimeSpan lifetime = default)
{
    /// <summary>Seals values with a time. Only the last one may contain line breaks.</summary>
    public string Protect(DateTimeOffset at, params IEnumerable<string> values) =>
        protector.Protect(string.Join('\n', values.Prepend(at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))));

    /// <summary>The values and their time. Null if this server didn't seal them, they have expired, or another release sealed other values.</summary>
    /// <param name="text">What came back.</param>
    /// <param name="count">How many values were sealed.</param>
    public (DateTimeOffset At, string[] Values)? Unprotect(string? text, int count)
    {
        if (string.IsNullOrEmpty(text) || Open(text)?.Split('\n', count + 1) is not [var moment, .. var values] || values.Length != count)
            return null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(moment, CultureInfo.InvariantCulture));
        return at + lifetime > clock.GetUtcNow() ? (at, values) : null;
    }

    private string? Open(string text)
    {
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null; // altered, or sealed elsewhere
        }
    }
}
