using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The page for a request that can no longer be answered, because the person took too long or the client changed in the meantime.</summary>
internal static class SignInExpiredPage
{
    public static Task Show(HttpContext http) =>
        http.WritePage<MessagePage>(
            StatusCodes.Status400BadRequest,
            new
            {
                Title = "This sign-in took too long",
                Message = "Go back to the application and start again. Nothing was shared with it.",
            }
        );
}
