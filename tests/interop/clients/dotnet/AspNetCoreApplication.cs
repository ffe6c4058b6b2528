using System.Security.Claims;
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
        app.MapGet("/", (ClaimsPrincipal user) => new { sub = user.FindFirstValue(ClaimTypes.NameIdentifier) }).RequireAuthorization();
        app.MapGet(
            "/sign-out",
            () => Results.SignOut(null, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme])
        );
        app.MapGet("/signed-out", () => "Signed out");
        app.Run(Settings.Url);
    }
}
