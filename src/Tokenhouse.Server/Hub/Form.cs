using System.Globalization;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.Hub;

/// <summary>Reads what a form sent, and sends the browser on when it was done.</summary>
internal static class Form
{
    /// <summary>The parameter that says what was just done.</summary>
    public const string Done = "done";

    /// <summary>A field without the spaces around it; empty: it was left empty.</summary>
    public static string Text(this HttpContext http, string field) => http.Request.Form[field].ToString().Trim();

    /// <summary>All values of a field: the boxes that were ticked.</summary>
    public static IReadOnlyList<string> Ticked(this HttpContext http, string field) => [.. http.Request.Form[field].OfType<string>()];

    public static bool IsTicked(this HttpContext http, string field) => http.Request.Form.ContainsKey(field);

    /// <summary>A whole number; null: there is none.</summary>
    public static int? Number(this HttpContext http, string field) =>
        int.TryParse(http.Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A day, as browsers write it; null: there is none.</summary>
    public static DateOnly? Day(this HttpContext http, string field) =>
        DateOnly.TryParseExact(http.Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Spelled(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Which page of a list was asked for.</summary>
    public static int PageNumber(this HttpContext http) =>
        int.TryParse(http.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    /// <summary>Sends the browser to a page that says what was done.</summary>
    public static Task Return(HttpContext http, Visit visit, string page, string done)
    {
        var mark = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        AuthorizeResponse.Redirect(http, $"{visit.Hub.Address}{page}{mark}{Done}={done}");
        return Task.CompletedTask;
    }
}
