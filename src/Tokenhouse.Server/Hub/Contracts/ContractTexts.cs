using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Contracts;

/// <summary>Texts about contracts.</summary>
internal static class ContractTexts
{
    /// <summary>When a scope is available: "now, until the end of 31 May 2027".</summary>
    public static string Describe(ScopeStanding scope)
    {
        var begin = scope.BeginsAt is { } at ? $"from {DateTimeText.Day(at)}" : "now";
        return scope.EndsAt is { } end ? $"{begin}, {Until(end)}" : begin;
    }

    /// <summary>The time of a contract: "1 January 2026 until the end of 31 May 2027".</summary>
    public static string Time(ContractEntry contract) =>
        contract.Until is { } end
            ? $"From {DateTimeText.Day(contract.From)} {Until(end)}"
            : $"From {DateTimeText.Day(contract.From)}, no end date";

    /// <summary>What is lost: "3 credentials use Public.Job.Write, 1 credential uses Public.Job.Read".</summary>
    public static string Losses(IEnumerable<Loss> losses) =>
        string.Join(
            ", ",
            losses.Select(loss =>
                $"{NumberText.Count(loss.Credentials, "credential")} {(loss.Credentials == 1 ? "uses" : "use")} {loss.Scope}"
            )
        );

    /// <summary>End times are exclusive: midnight is the end of the previous day.</summary>
    public static string Until(DateTimeOffset end) =>
        end.UtcDateTime.TimeOfDay == TimeSpan.Zero
            ? $"until the end of {DateTimeText.Day(end.AddDays(-1))}"
            : $"until {DateTimeText.Minute(end)}";
}
