using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>What was just done to a request, from the redirect after a form to the page that says so.</summary>
internal static class RequestDone
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
        [Saved] = "The draft is saved. Submit it when it is complete.",
        [Submitted] = "The request is submitted. Who asked gets a mail when it is decided.",
        [Withdrawn] = "The request is withdrawn. It is a draft again.",
        [Discarded] = "The request is discarded.",
        [Approved] = "The request is approved: the credential is there.",
        [Returned] = "The request is returned to the tenant.",
        [Declined] = "The request is declined.",
    };

    public static string? Text(HttpContext http) => Texts.GetValueOrDefault(http.Request.Query["done"].ToString());

    /// <summary>The same as long as it is so: whoever loads the page again may find that the request has come further meanwhile.</summary>
    public static string? Text(HttpContext http, string state) =>
        http.Request.Query["done"].ToString() switch
        {
            Saved => state is StateName.Draft or StateName.Returned,
            Withdrawn => state is StateName.Draft,
            Discarded => false,
            var done => state == done,
        }
            ? Text(http)
            : null;

    /// <summary>Sends the browser to a page that says it.</summary>
    public static void Show(HttpContext http, string page, string done)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{page}?done={done}";
    }
}
