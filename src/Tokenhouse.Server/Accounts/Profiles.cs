using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Accounts;

/// <summary>The name and language of a person, which only that person changes.</summary>
public sealed partial class Profiles(IDbContextFactory<Db> dbs, TimeProvider clock)
{
    /// <summary>The error in a name; null if it is acceptable.</summary>
    public static string? NameFault(string name) =>
        name.Trim().Length is 0 or > AccountSchema.Name || !PlainText.IsLine(name)
            ? $"Enter your name, with at most {AccountSchema.Name} characters and no invisible ones."
            : null;

    /// <summary>The error in a language; null if it is a tag, or empty for "not set".</summary>
    public static string? LocaleFault(string locale) =>
        locale.Trim() is { Length: 0 or <= AccountSchema.Locale } tag && (tag.Length == 0 || Tag().IsMatch(tag))
            ? null
            : "Enter a language such as en, en-AU or de, or leave it empty.";

    /// <summary>Stores them. If nothing is different, nothing changes, and neither does the time of the last change.</summary>
    /// <param name="accountId">The person's account.</param>
    /// <param name="name">A name without a fault.</param>
    /// <param name="locale">A language without a fault; empty for "not set".</param>
    public async Task Change(Guid accountId, string name, string locale)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var (newName, newLocale) = (name.Trim(), locale.Trim() is { Length: > 0 } tag ? tag : null);
        await using var db = dbs.CreateDbContext();
        await db
            .Accounts.Where(account => account.Id == accountId && (account.Name != newName || account.Locale != newLocale))
            .ExecuteUpdateAsync(account =>
                account.SetProperty(a => a.Name, newName).SetProperty(a => a.Locale, newLocale).SetProperty(a => a.ProfileChangedAt, now)
            );
    }

    // The shape of BCP 47, without its registry.
    [GeneratedRegex(@"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();
}
