using System.Globalization;
using Tokenhouse.Core;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.AccountPages;

/// <summary>The second step of signing in: a code from the authenticator app, or a recovery code.</summary>
public sealed class SecondFactorForm(ReturnUrlFlow returnUrlFlow, SecondFactorCookie second, SecondFactor factor, EventRecorder activity)
{
    public const string Path = "/account/second-factor";

    private const int LongestCode = 20;

    private static readonly RefusalReason WrongCode = new(
        RefusalKind.SignInWrongCode,
        $"the password is correct, but the second-factor code is wrong or was already used"
    );

    private static readonly RefusalReason TooManyCodes = new(RefusalKind.SignInThrottled, $"too many wrong second-factor codes");

    public async Task Show(HttpContext http, Site site)
    {
        if (await returnUrlFlow.FromQuery(http, site) is not { } returnUrl)
            return;
        if (await second.Current(http) is null)
            returnUrlFlow.Continue(http, returnUrl, InteractionPolicy.SignInPath);
        else
            await Show(http, returnUrl, StatusCodes.Status200OK, fault: null);
    }

    public async Task Submit(HttpContext http, Site site)
    {
        if (await returnUrlFlow.FromForm(http, site) is not { } returnUrl)
            return;
        if (await second.Current(http) is not { } account)
        {
            returnUrlFlow.Continue(http, returnUrl, InteractionPolicy.SignInPath); // it took too long: start with the password again
            return;
        }
        var code = (await http.Request.ReadFormAsync(http.RequestAborted))["code"].ToString();
        var outcome = code.Length is 0 or > LongestCode
            ? SecondFactorResult.Wrong
            : await factor.Check(site, account, code, http.Connection.RemoteIpAddress);
        if (outcome.IsRight)
        {
            second.End(http);
            await returnUrlFlow.SignIn(http, returnUrl, account, "pwd", "otp");
        }
        else if (outcome.Wait is { } wait)
        {
            activity.RefuseSignIn(http, site, account.Email, TooManyCodes);
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Show(http, returnUrl, StatusCodes.Status429TooManyRequests, $"Too many wrong codes. Try again in {InWords(wait)}.");
        }
        else
        {
            activity.RefuseSignIn(http, site, account.Email, WrongCode);
            const string Wrong = "That code is wrong or was already used. Wait for the next one, or use a recovery code.";
            await Show(http, returnUrl, StatusCodes.Status400BadRequest, Wrong);
        }
    }

    private static string InWords(TimeSpan wait) =>
        wait <= TimeSpan.FromMinutes(1) ? "a minute"
        : wait <= TimeSpan.FromHours(2) ? $"{Math.Ceiling(wait.TotalMinutes)} minutes"
        : $"{Math.Ceiling(wait.TotalHours)} hours";

    private async Task Show(HttpContext http, ReturnUrl returnUrl, int status, string? fault)
    {
        await http.WritePage<SecondFactorPage>(
            status,
            new
            {
                Client = returnUrl.Client,
                Carried = returnUrlFlow.Field(returnUrl),
                Fault = fault,
            },
            returnUrl.FormTarget
        );
    }
}
