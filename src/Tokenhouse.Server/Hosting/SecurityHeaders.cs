using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Adds security headers to every response: HSTS if the installation uses https, and the others to responses that a browser shows or runs. The headers
/// that only pages have are in <see cref="PageHeaders"/>.
/// </summary>
internal static class SecurityHeaders
{
    // Allow passkeys and the copy button; turn off all other device features.
    private const string PermissionsPolicy =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-write=(self), publickey-credentials-create=(self), "
        + "publickey-credentials-get=(self)";

    /// <summary>
    /// The pages of an authorization request and of signing out. An application may have opened them in a popup; isolating them would break it.
    /// </summary>
    private static readonly HashSet<string> InPopups = new(StringComparer.Ordinal)
    {
        InteractionPolicy.SignInPath,
        InteractionPolicy.SelectAccountPath,
        InteractionPolicy.ConsentPath,
        InteractionPolicy.NotMemberPath,
        EndSessionEndpoint.Page,
        PasskeySignIn.Path,
        SecondFactorForm.Path,
        ForgotForm.Path,
    };

    public static void AddSecurityHeaders(this IServiceCollection services) =>
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));

    /// <summary>Uses the configured scheme, even if a proxy terminates TLS.</summary>
    public static void UseSecurityHeaders(this WebApplication app, Uri baseUrl)
    {
        app.Use(
            (http, next) =>
            {
                http.Request.Scheme = baseUrl.Scheme;
                http.Response.Headers.XContentTypeOptions = "nosniff";
                http.Response.OnStarting(Complete, http.Features);
                return next(http);
            }
        );
        if (baseUrl.Scheme == Uri.UriSchemeHttps)
            app.UseHsts();
    }

    private static Task Complete(object state)
    {
        var features = (IFeatureCollection)state; // captured, because the context may be gone when the response starts
        var headers = features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        if (headers.ContentType.ToString() is not { Length: > 0 } type || type.Contains("json", StringComparison.Ordinal))
            return Task.CompletedTask; // not content that a browser shows or runs
        if (type.StartsWith("text/html", StringComparison.Ordinal))
            features.Get<PageHeaders>()?.Write(headers);
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = PermissionsPolicy;
        if (IsIsolated(features))
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    private static bool IsIsolated(IFeatureCollection features)
    {
        var path = features.GetRequiredFeature<IHttpRequestFeature>().Path;
        return features.Get<HubHost>() is not null
            || new PathString(path).StartsWithSegments(AccountReturnPath.Home, StringComparison.Ordinal) && !InPopups.Contains(path);
    }
}
