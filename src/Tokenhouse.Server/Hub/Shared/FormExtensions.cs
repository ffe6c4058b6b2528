using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Authorize;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// Reads a submitted form, and redirects the browser afterwards. A missing field doesn't count as an empty one: the
/// form was truncated or belongs to another release, and what it omits must not be cleared.
/// </summary>
internal static class FormExtensions
{
    /// <summary>The parameter with the status message's name.</summary>
    public const string Done = "done";

    /// <summary>The field with the names of the form's checkboxes, because browsers don't send unchecked ones.</summary>
    public const string Shown = "shown";

    /// <summary>A trimmed field; empty if it was left empty.</summary>
    /// <exception cref="BadHttpRequestException">The field is missing.</exception>
    public static string Text(this HttpContext http, string field) =>
        http.Request.Form.TryGetValue(field, out var sent) ? sent.ToString().Trim() : throw Incomplete(field);

    /// <summary>All values of a field: the checked boxes.</summary>
    /// <exception cref="BadHttpRequestException">The form didn't show these boxes.</exception>
    public static IReadOnlyList<string> Ticked(this HttpContext http, string field) =>
        http.Request.Form[Shown].Contains(field) ? [.. http.Request.Form[field].OfType<string>()] : throw Incomplete(field);

    /// <summary>Whether a box was checked.</summary>
    /// <exception cref="BadHttpRequestException">The form didn't show it.</exception>
    public static bool IsTicked(this HttpContext http, string field) => http.Ticked(field).Count > 0;

    /// <summary>A whole number; null if empty.</summary>
    public static int? Number(this HttpContext http, string field) => WholeNumber.Read(http.Text(field));

    /// <summary>A date, as browsers send it; null if empty.</summary>
    public static DateOnly? Day(this HttpContext http, string field) =>
        DateOnly.TryParseExact(http.Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Format(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One entry per line.</summary>
    public static string[] Lines(this HttpContext http, string field) =>
        http.Text(field).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The requested page of a list.</summary>
    public static int PageNumber(this HttpContext http) => WholeNumber.Read(http.Request.Query["page"]) ?? 1;

    /// <summary>Redirects the browser to a page with a status message.</summary>
    public static Task Return(HttpContext http, HubPageContext context, string page, string done)
    {
        var mark = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        AuthorizeResponse.Redirect(http, $"{context.Hub.Address}{page}{mark}{Done}={done}");
        return Task.CompletedTask;
    }

    private static BadHttpRequestException Incomplete(string field) => new($"The form is missing its field '{field}'.");
}
