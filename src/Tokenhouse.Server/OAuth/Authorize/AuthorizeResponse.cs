using Tokenhouse.Core;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.OAuth.Authorize;

/// <summary>Sends the browser back to the client (RFC 6749, 4.1.2), always with <c>iss</c> (RFC 9207): a code, or an error.</summary>
public static class AuthorizeResponse
{
    public static Task Write(HttpContext http, Site site, ResponseTarget responseTarget, SecretText code) =>
        Write(http, site, responseTarget, [new("code", code.Reveal())]);

    public static Task Write(HttpContext http, Site site, ResponseTarget responseTarget, OAuthError error) =>
        Write(http, site, responseTarget, [new("error", error.Code), new("error_description", error.Description)]);

    /// <summary>A refusal that can't be sent to a client, because none can be trusted: a page with status 400.</summary>
    public static Task Show(HttpContext http, OAuthError error) =>
        http.WritePage<MessagePage>(
            error.Status,
            new
            {
                Title = "This sign-in can't start",
                Message = "The application sent you here with an invalid request. Nothing was shared with it. Contact the application's developer.",
                Detail = $"Details for the developer: {error.Description} ({http.TraceIdentifier})",
            }
        );

    public static void Redirect(HttpContext http, string location) => http.SeeOther(location);

    private static async Task Write(HttpContext http, Site site, ResponseTarget responseTarget, List<Parameter> answer)
    {
        if (responseTarget.State is { } state)
            answer.Add(new("state", state));
        answer.Add(new("iss", site.Issuer));
        if (!responseTarget.ByForm)
        {
            Redirect(http, RedirectUri.With(responseTarget.RedirectUri, answer));
            return;
        }
        await http.WritePage<FormPostPage>(
            StatusCodes.Status200OK,
            new
            {
                Target = responseTarget.RedirectUri,
                Client = responseTarget.Client.Name,
                Answer = answer,
            },
            RedirectUri.FormTarget(responseTarget.RedirectUri)
        );
    }
}
