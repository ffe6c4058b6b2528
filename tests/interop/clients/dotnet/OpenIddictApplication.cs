using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

namespace Clients;

/// <summary>A web application with OpenIddict.Client.</summary>
internal static class OpenIddictApplication
{
    private const string Provider = OpenIddictClientAspNetCoreDefaults.AuthenticationScheme;

    public static void Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder
            .Services.AddOpenIddict()
            .AddClient(options =>
            {
                options.AllowAuthorizationCodeFlow();
                options.DisableTokenStorage().AddEphemeralEncryptionKey().AddEphemeralSigningKey(); // instead of a database and certificates
                options.UseAspNetCore().EnableRedirectionEndpointPassthrough().EnablePostLogoutRedirectionEndpointPassthrough();
                options.UseSystemNetHttp();
                options.AddRegistration(
                    new OpenIddictClientRegistration
                    {
                        Issuer = new Uri(Settings.Issuer),
                        ClientId = Settings.ClientId,
                        ClientSecret = Settings.ClientSecret,
                        Scopes = { OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email },
                        RedirectUri = new Uri("callback", UriKind.Relative),
                        PostLogoutRedirectUri = new Uri("signed-out-callback", UriKind.Relative),
                    }
                );
            });

        var app = builder.Build();
        app.MapGet("/", (Delegate)Show);
        app.MapMethods("/callback", ["GET", "POST"], (Delegate)SignIn);
        app.MapGet("/sign-out", (Delegate)SignOut);
        app.MapMethods("/signed-out-callback", ["GET", "POST"], () => Results.Redirect("/signed-out"));
        app.MapGet("/signed-out", () => "Signed out");
        app.Run(Settings.Url);
    }

    private static async Task<IResult> Show(HttpContext http)
    {
        var user = http.User;
        if (!user.Identity!.IsAuthenticated)
            return Results.Challenge(new() { RedirectUri = "/" }, [Provider]);
        return Results.Json(
            new
            {
                sub = user.FindFirstValue("sub"),
                name = user.FindFirstValue("name"),
                email = user.FindFirstValue("email"),
                accessToken = await http.GetTokenAsync(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelAccessToken),
                refreshToken = await http.GetTokenAsync(OpenIddictClientAspNetCoreConstants.Tokens.RefreshToken),
            }
        );
    }

    private static async Task<IResult> SignIn(HttpContext http)
    {
        var result = await http.AuthenticateAsync(Provider);
        var identity = new ClaimsIdentity(result.Principal!.Claims, "OpenIddict", "name", "role");
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        properties.StoreTokens(result.Properties!.GetTokens());
        return Results.SignIn(new(identity), properties, CookieAuthenticationDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> SignOut(HttpContext http)
    {
        var idToken = await http.GetTokenAsync(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelIdentityToken);
        await http.SignOutAsync();
        return Results.SignOut(
            new(new Dictionary<string, string?> { [OpenIddictClientAspNetCoreConstants.Properties.IdentityTokenHint] = idToken }),
            [Provider]
        );
    }
}
