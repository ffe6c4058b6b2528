using System.ComponentModel;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Audit;

/// <summary>
/// Verifies that every audit entry of the tenant is unchanged. Removing entries from the end leaves no trace in the rest;
/// to detect it, note the last hash.
/// </summary>
public sealed class VerifyAudit(AdminOperations operations)
{
    public static readonly Permission Needed = ListAudit.Needed;

    /// <summary>How many entries are in memory at the same time.</summary>
    public const int Stretch = 500;

    private const int HashLength = 64;

    /// <param name="caller">The caller.</param>
    /// <param name="noted">A previously noted last hash; null if there is none.</param>
    public Task<Result<Verification, Problem>> Execute(Caller caller, string? noted = null) =>
        operations.Read<Verification>(
            caller,
            Needed,
            async (db, _) =>
            {
                var remembered = noted?.Trim().ToUpperInvariant() ?? "";
                if (remembered.Length > 0 && !(remembered.Length == HashLength && remembered.All(char.IsAsciiHexDigitUpper)))
                    return Problem.Invalid("noted", "A hash has 64 characters: digits and the letters a to f.");
                return await VerifyChain(db, remembered);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/audit/verification",
                async (
                    HttpContext http,
                    [Description("A hash that you noted earlier: the chain must contain it.")] string? noted,
                    VerifyAudit verify
                ) => (await verify.Execute(http.Caller(), noted)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Verification>()
            .WithName("VerifyAudit")
            .WithSummary("Checks whether every audit entry is unchanged.");

    private static async Task<Verification> VerifyChain(Db db, string noted)
    {
        AuditEntry? last = null,
            known = null;
        while (await Next(db, last?.Sequence ?? long.MinValue) is { Count: > 0 } entries)
            foreach (var entry in entries)
            {
                if (!AuditChain.Follows(last, entry))
                    return Broken(last, entry);
                last = entry;
                if (noted.Length > 0 && Convert.ToHexString(entry.Hash) == noted)
                    known = entry;
            }
        return noted.Length > 0 && known is null ? Shortened(last) : Whole(last, known);
    }

    private static Task<List<AuditEntry>> Next(Db db, long after) =>
        db.Audit.Where(entry => entry.Sequence > after).OrderBy(entry => entry.Sequence).Take(Stretch).ToListAsync();

    private static Verification Whole(AuditEntry? last, AuditEntry? known)
    {
        if (last is null)
            return Outcome(last, true, "There are no entries yet.");
        var all = last.Sequence == 1 ? "The only entry is unchanged. Its" : $"All {last.Sequence} entries are unchanged. The last one's";
        var text = $"{all} hash is {Hash(last)}. Note it to prove later that no entry was removed.";
        return known is null
            ? Outcome(last, true, text)
            : Outcome(last, true, $"Your noted hash is that of entry {known.Sequence} from {Time(known)}. {text}");
    }

    private static Verification Shortened(AuditEntry? last) =>
        Outcome(
            last,
            false,
            "No entry has your noted hash: since then, entries were removed or rewritten. "
                + (last is null ? "There are none now." : $"The remaining {last.Sequence} form an unbroken chain.")
        );

    private static Verification Broken(AuditEntry? last, AuditEntry wrong)
    {
        var expected = (last?.Sequence ?? 0) + 1;
        var what = wrong.Sequence == expected ? $"Entry {expected} was changed" : $"Entry {expected} is missing";
        var before = expected == 1 ? "It is the first entry." : $"The {expected - 1} before it are unchanged.";
        return Outcome(last, false, $"{what}. {before}");
    }

    private static Verification Outcome(AuditEntry? last, bool isWhole, string sentence) =>
        new(isWhole, sentence) { Verified = last?.Sequence ?? 0, LastHash = last is null ? null : Hash(last) };

    private static string Hash(AuditEntry entry) => Convert.ToHexStringLower(entry.Hash);

    private static string Time(AuditEntry entry) =>
        entry.At.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
