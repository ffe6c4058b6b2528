using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Endpoints.Authorize;

namespace Tokenhouse.Server.Hub;

/// <summary>
/// Reads what a form sent, and sends the browser on when it was done. A field that did not come at all is not taken for one that was left empty: the
/// form was cut short, or is that of another release, and what it leaves out must not be undone.
/// </summary>
internal static class Form
{
    /// <summary>The parameter that says what was just done.</summary>
    public const string Done = "done";

    /// <summary>The field that names the boxes which a form showed: browsers do not send those that are not ticked.</summary>
    public const string Shown = "shown";

    /// <summary>A field without the spaces around it; empty: it was left empty.</summary>
    /// <exception cref="BadHttpRequestException">The form has no such field.</exception>
    public static string Text(this HttpContext http, string field) =>
        http.Request.Form.TryGetValue(field, out var sent) ? sent.ToString().Trim() : throw Incomplete(field);

    /// <summary>All values of a field: the boxes that were ticked.</summary>
    /// <exception cref="BadHttpRequestException">The form did not show such boxes.</exception>
    public static IReadOnlyList<string> Ticked(this HttpContext http, string field) =>
        http.Request.Form[Shown].Contains(field) ? [.. http.Request.Form[field].OfType<string>()] : throw Incomplete(field);

    /// <summary>Whether a box was ticked.</summary>
    /// <exception cref="BadHttpRequestException">The form did not show it.</exception>
    public static bool IsTicked(this HttpContext http, string field) => http.Ticked(field).Count > 0;

    /// <summary>A whole number; null: there is none.</summary>
    public static int? Number(this HttpContext http, string field) => WholeNumber.Read(http.Text(field));

    /// <summary>A day, as browsers write it; null: there is none.</summary>
    public static DateOnly? Day(this HttpContext http, string field) =>
        DateOnly.TryParseExact(http.Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Spelled(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One entry on each line.</summary>
    public static string[] Lines(this HttpContext http, string field) =>
        http.Text(field).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Which page of a list was asked for.</summary>
    public static int PageNumber(this HttpContext http) => WholeNumber.Read(http.Request.Query["page"]) ?? 1;

    /// <summary>Sends the browser to a page that says what was done.</summary>
    public static Task Return(HttpContext http, Visit visit, string page, string done)
    {
        var mark = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        AuthorizeResponse.Redirect(http, $"{visit.Hub.Address}{page}{mark}{Done}={done}");
        return Task.CompletedTask;
    }

    private static BadHttpRequestException Incomplete(string field) => new($"The form came without its field '{field}'.");
}
