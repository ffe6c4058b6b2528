namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The status message about a request after a form's redirect.</summary>
internal static class RequestStatusMessages
{
    public const string Saved = "saved";
    public const string Submitted = "submitted";
    public const string Withdrawn = "withdrawn";
    public const string Discarded = "discarded";
    public const string Approved = "approved";
    public const string Returned = "returned";
    public const string Declined = "declined";

    private static readonly Dictionary<string, string> Texts = new()
    {
        [Saved] = "Draft saved. Submit it when it is complete.",
        [Submitted] = "Request submitted. We'll email the requester once it's decided.",
        [Withdrawn] = "Request withdrawn. It is a draft again.",
        [Discarded] = "Request discarded.",
        [Approved] = "Approved. The credential is ready.",
        [Returned] = "Request returned to the tenant.",
        [Declined] = "Request declined.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query["done"].ToString());

    /// <summary>The message while it is still true: after a reload, the request may have another state.</summary>
    public static string? Text(HttpContext http, string state) =>
        http.Request.Query["done"].ToString() switch
        {
            Saved => state is RequestStateNames.Draft or RequestStateNames.Returned,
            Withdrawn => state is RequestStateNames.Draft,
            Discarded => false,
            var done => state == done,
        }
            ? Text(http)
            : null;

    /// <summary>Redirects the browser to a page that shows it.</summary>
    public static void Show(HttpContext http, string page, string done)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{page}?done={done}";
    }
}
