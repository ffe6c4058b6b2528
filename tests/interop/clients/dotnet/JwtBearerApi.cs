using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Clients;

/// <summary>An API with AddJwtBearer, which finds the keys by the authority alone.</summary>
internal static class JwtBearerApi
{
    public static void Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.Authority = Settings.Issuer;
                options.Audience = "urn:tokenhouse:hr"; // an API says which it is; without this, JwtBearer refuses every token
            });
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.MapGet(
                "/",
                (ClaimsPrincipal user) => new { client_id = user.FindFirstValue("client_id"), tenant = user.FindFirstValue("tenant") }
            )
            .RequireAuthorization();
        app.MapGet("/ready", () => "Ready");
        app.Run(Settings.Url);
    }
}
