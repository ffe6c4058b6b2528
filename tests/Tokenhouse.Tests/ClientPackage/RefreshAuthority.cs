using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Tokenhouse.Tests.ClientPackage;

/// <summary>
/// The server's rule for refresh tokens, as an authority's answer: a spent token that is sent again returns its unused successor, to a client with a
/// secret any number of times within 10 seconds and then twice within 10 minutes, to a public one once within 2 minutes. Everything else ends the session.
/// </summary>
public sealed class RefreshAuthority(TimeProvider clock, bool isPublic = false)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Spent> spent = [];
    private int number;

    public string Current { get; private set; } = "refresh-0";

    public bool HasEnded { get; private set; }

    /// <summary>How often a spent token was sent again and its successor returned.</summary>
    public int Repeats { get; private set; }

    public int Refreshes { get; private set; }

    public int Expiry { get; set; } = 300;

    /// <summary>Answers a refresh. What the client sent is spent even if the answer is lost.</summary>
    public async Task Answer(HttpContext http, string body)
    {
        var presented = body.Split('&').Single(field => field.StartsWith("refresh_token=", StringComparison.Ordinal))[
            "refresh_token=".Length..
        ];
        string? next;
        lock (gate)
            next = Spend(presented);
        if (next is null)
            await ScriptedAuthority.Error(http, 400, """{"error":"invalid_grant","error_description":"The refresh token isn't valid."}""");
        else
            await ScriptedAuthority.Token(http, "access-" + next, Expiry, $",\"refresh_token\":\"{next}\"");
    }

    private string? Spend(string presented)
    {
        if (HasEnded)
            return null;
        if (presented == Current)
        {
            Refreshes++;
            Current = $"refresh-{++number}-{RandomNumberGenerator.GetHexString(4)}";
            spent[presented] = new(clock.GetUtcNow(), Current);
            return Current;
        }
        if (spent.TryGetValue(presented, out var earlier) && earlier.Successor == Current && MayRepeat(earlier))
        {
            Repeats++;
            return Current;
        }
        HasEnded = true;
        return null;
    }

    private bool MayRepeat(Spent earlier)
    {
        var age = clock.GetUtcNow() - earlier.At;
        if (isPublic)
            return age <= TimeSpan.FromMinutes(2) && earlier.Counted++ == 0;
        return age <= TimeSpan.FromSeconds(10) || (age <= TimeSpan.FromMinutes(10) && earlier.Counted++ < 2);
    }

    private sealed record Spent(DateTimeOffset At, string Successor)
    {
        public int Counted { get; set; }
    }
}
