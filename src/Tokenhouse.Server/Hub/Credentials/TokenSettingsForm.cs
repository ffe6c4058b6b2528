using System.Globalization;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>The fields of the form for a credential's tokens, as they were typed.</summary>
public sealed record TokenSettingsForm(string Algorithm, string RefreshGrace, string Idle, string Family, string Version)
{
    internal ChangeTokenSettings.Input Input =>
        new(Algorithm, FormNumber.Read(RefreshGrace), FormNumber.Read(Idle), FormNumber.Read(Family), FormNumber.Read(Version));

    internal static TokenSettingsForm Of(HttpContext http) =>
        new(
            http.Text("id_token_algorithm"),
            http.Text("refresh_grace_seconds"),
            http.Text("idle_days"),
            http.Text("family_days"),
            http.Text("version")
        );

    internal static TokenSettingsForm Of(TokenSettings settings) =>
        new(
            settings.IdTokenAlgorithm,
            Text(settings.RefreshGraceSeconds),
            Text(settings.IdleDays),
            Text(settings.FamilyDays),
            Text(settings.Version)
        );

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
