using System.Text;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Log;

/// <summary>Readable names of operations, kinds and times in the log.</summary>
public static class LogTexts
{
    /// <summary>The attempted operation.</summary>
    public static string Operation(string operation) =>
        operation switch
        {
            "api" => "API call",
            "userinfo" => "User info",
            "introspect" => "Introspection",
            "revoke" => "Revocation",
            "authorize" => "Authorization",
            _ => char.ToUpperInvariant(operation[0]) + operation[1..].Replace('-', ' '),
        };

    /// <summary>"AddressNotAllowed" is "Address not allowed".</summary>
    public static string Kind(RefusalKind kind)
    {
        var words = new StringBuilder();
        foreach (var letter in kind.ToString())
            if (words.Length > 0 && char.IsUpper(letter))
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            else
                words.Append(letter);
        return words
            .Replace(" apis", " APIs")
            .Replace(" api", " API")
            .Replace(" url", " URL")
            .Replace(" uri", " URI")
            .Replace("Pkce", "PKCE")
            .ToString();
    }

    /// <summary>A filter's time in the format of the browser's field; a day becomes its first or last minute.</summary>
    public static string Field(string written, bool isEnd) =>
        TimeSlot.Read(written) is not { } span ? ""
        : written.Length > "yyyy-MM-dd".Length ? written
        : isEnd ? TimeSlot.Format(span.End.AddMinutes(-1))[..^3]
        : written + "T00:00";
}
