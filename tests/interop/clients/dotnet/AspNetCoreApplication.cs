using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Clients;

/// <summary>A web application with AddOpenIdConnect.</summary>
internal static class AspNetCoreApplication
{
    public static void Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder
            .Services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.Authority = Settings.Issuer;
                options.ClientId = Settings.ClientId;
                options.ClientSecret = Settings.ClientSecret;
                options.ResponseType = "code";
                options.SaveTokens = true; // signing out needs the ID token
                options.SignedOutRedirectUri = "/signed-out";
            });
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.MapGet("/", (Delegate)Show).RequireAuthorization();
        app.MapGet(
            "/sign-out",
            () => Results.SignOut(null, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme])
        );
        app.MapGet("/signed-out", () => "Signed out");
        app.Run(Settings.Url);
    }

    private static async Task<object> Show(HttpContext http) =>
        new
        {
            sub = http.User.FindFirstValue(ClaimTypes.NameIdentifier),
            accessToken = await http.GetTokenAsync("access_token"),
            refreshToken = await http.GetTokenAsync("refresh_token"),
        };
}
