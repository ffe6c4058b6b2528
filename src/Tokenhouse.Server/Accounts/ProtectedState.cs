using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Tokenhouse.Server.Accounts;

/// <summary>
/// Values that a browser keeps for this server until a moment: sealed with Data Protection, so that nobody can read or alter them. The framework's
/// own time-limited protector knows no clock but the system's.
/// </summary>
/// <param name="protector">For this use alone.</param>
/// <param name="clock">Says what has ended.</param>
/// <param name="lifetime">How long values are good after the moment that is sealed with them; zero where that is their end.</param>
internal sealed class ProtectedState(IDataProtector protector, TimeProvider clock, TimeSpan lifetime = default)
{
    /// <summary>Seals values with a moment. Only the last one may contain line breaks.</summary>
    public string Protect(DateTimeOffset at, params IEnumerable<string> values) =>
        protector.Protect(string.Join('\n', values.Prepend(at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))));

    /// <summary>The values and their moment; null: they are none of ours, have ended, or come from a release that kept others.</summary>
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
