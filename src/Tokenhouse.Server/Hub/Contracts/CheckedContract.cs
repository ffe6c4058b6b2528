using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>The validated content of a contract: scopes, and first and last day, in UTC.</summary>
internal sealed record CheckedContract(List<string> Scopes, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <param name="work">The change.</param>
    /// <param name="scopes">Scopes of the catalogue. Every contract includes those of the Hub without listing them.</param>
    /// <param name="firstDay">The first day; null for today.</param>
    /// <param name="lastDay">The last day; null for no end date.</param>
    public static async Task<Result<CheckedContract, Problem>> Read(
        AdminUnitOfWork work,
        IReadOnlyList<string> scopes,
        DateOnly? firstDay,
        DateOnly? lastDay
    )
    {
        var faults = new Dictionary<string, string>();
        var today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        var from = firstDay ?? today;
        var chosen = scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (chosen.Count == 0)
            faults["scopes"] = "Choose at least one scope. To remove all of them, end the contract.";
        else if (chosen.Count > Schema.MostScopes)
            faults["scopes"] = $"A contract can have at most {Schema.MostScopes} scopes. Add another contract for the others.";
        else if (chosen.Find(HubScopes.Owns) is { } own)
            faults["scopes"] = $"Every LIVE contract includes {own} automatically. Remove it from the list.";
        else if (await work.Db.Catalogue() is var catalogue && chosen.Find(scope => !catalogue.Has(scope)) is { } unknown)
            faults["scopes"] = $"The scope {unknown} isn't in the catalogue. Check the spelling, or add it to the catalogue first.";
        if (lastDay < from)
            faults["last_day"] = "The last day is before the first.";
        else if (lastDay < today)
            faults["last_day"] = "The last day is in the past. Choose today or a later day.";
        else if (lastDay == DateOnly.MaxValue)
            faults["last_day"] = "The last day is too far in the future. For a contract without an end date, leave it empty.";
        if (faults.Count > 0)
            return Problem.Invalid(faults);
        return new CheckedContract(chosen, Midnight(from), lastDay is { } last ? Midnight(last.AddDays(1)) : null);
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
