using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Protocol;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Endpoints.Authorize;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>What a datacentre needs for people: accounts on ASP.NET Core Identity, sessions, consents, the pages and the authorization endpoint.</summary>
internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services, Datacentre datacentre)
    {
        services.AddScoped(container => container.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext());
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            // Length is what counts (NIST SP 800-63B, 3.1.1.2).
            options.Password = new()
            {
                RequiredLength = Passwords.ShortestPassword,
                RequireDigit = false,
                RequireLowercase = false,
                RequireUppercase = false,
                RequireNonAlphanumeric = false,
            };
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = Passwords.Rounds);
        services
            .AddSingleton<Sessions>()
            .AddSingleton<Consents>()
            .AddSingleton<Throttling>()
            .AddScoped<Passwords>()
            .AddScoped<NewAccounts>();

        services.AddAntiforgery(options => Protect(options, datacentre));
        services.AddSingleton<PageWriter>();
        services.AddSingleton<Tickets>().AddSingleton<Arrivals>().AddSingleton<Interaction>();
        services.AddSingleton<AuthorizeResponse>().AddSingleton<AuthorizeEndpoint>().AddSingleton<Decline>();
        services.AddScoped<SignInForm>().AddScoped<ConsentForm>().AddScoped<NotMember>().AddScoped<Home>();
    }

    private static void Protect(AntiforgeryOptions options, Datacentre datacentre)
    {
        var isSecure = datacentre.BaseUrl.Scheme == Uri.UriSchemeHttps;
        options.Cookie.Name = isSecure ? "__Host-tokenhouse-form" : "tokenhouse-form";
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax; // strict ones are not sent when an integrator sends the person here, and other windows would lose theirs
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.FormFieldName = "form_token";
        options.SuppressXFrameOptionsHeader = true; // every page has its own, stricter one
    }
}
