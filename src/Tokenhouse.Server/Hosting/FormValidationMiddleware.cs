using Microsoft.AspNetCore.Antiforgery;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Answers posts that the antiforgery middleware found invalid: the form wasn't shown to this person in this browser, or it is too large.
/// </summary>
internal sealed class FormValidationMiddleware(RequestDelegate next)
{
    private const string FormType = "application/x-www-form-urlencoded";

    private const string Stale =
        "It was shown to someone else, or in another window before you signed in or out. Nothing was changed. Go back, reload the page, and try again.";

    public async Task Invoke(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { } validation)
            await next(http);
        else if (!IsForm(http))
            await RefuseStale(http);
        else if (validation.IsValid)
            await next(http);
        else if (Excess(validation.Error!) is { } status)
            await Refuse(http, status, "This form is too large", http.GetEndpoint()!.Metadata.GetRequiredMetadata<FormLimits>().Sentence);
        else
            await RefuseStale(http);
    }

    private static bool IsForm(HttpContext http) =>
        http.Request.GetTypedHeaders().ContentType?.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The status for a form beyond its limits; null if the form could be read.</summary>
    /// <exception cref="BadHttpRequestException">It couldn't be read for another reason.</exception>
    private static int? Excess(Exception error) =>
        error.InnerException switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => StatusCodes.Status413PayloadTooLarge,
            InvalidDataException { InnerException: null } => StatusCodes.Status400BadRequest,
            InvalidDataException unreadable => throw new BadHttpRequestException("The form contains invalid characters.", unreadable),
            IOException broken => throw broken,
            _ => null,
        };

    private static Task RefuseStale(HttpContext http) =>
        Refuse(http, StatusCodes.Status400BadRequest, "This form is no longer valid", Stale);

    private static Task Refuse(HttpContext http, int status, string title, string message) =>
        http.WritePage<MessagePage>(status, new { Title = title, Message = message });
}
