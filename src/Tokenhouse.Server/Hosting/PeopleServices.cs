using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.AccountPages;
using Tokenhouse.Server.Accounts;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Notifications;
using Tokenhouse.Server.OAuth.Authorize;
using Tokenhouse.Server.OAuth.EndSession;
using Tokenhouse.Server.RateLimiting;

namespace Tokenhouse.Server.Hosting;

/// <summary>A datacentre's services for people: accounts on ASP.NET Core Identity, sessions, consents, the pages and the authorization endpoint.</summary>
internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services, Datacentre datacentre, EmailDelivery? mail)
    {
        services.AddIdentity();
        services.Configure<IdentityPasskeyOptions>(options => Protect(options, datacentre));
        services
            .AddSingleton<Sessions>()
            .AddSingleton<Consents>()
            .AddSingleton<Profiles>()
            .AddSingleton<AttemptThrottle>()
            .AddSingleton<PasskeyChallengeProtector>()
            .AddSingleton<EmailLinks>();
        services.AddScoped<Passwords>().AddScoped<AccountFactory>().AddScoped<PasswordChanges>().AddScoped<EmailConfirmations>();
        services.AddScoped<SecondFactor>().AddScoped<TwoFactor>().AddScoped<SecondFactorCookie>().AddScoped<Passkeys>();
        services.AddSingleton(new SmtpEmailSender(mail));
        services.AddSingleton<EmailQueue>().AddSingleton<TenantEmails>();
        services.AddSingleton<EmailDispatchService>().AddHostedService(container => container.GetRequiredService<EmailDispatchService>());

        services.AddAntiforgery(options => Protect(options, datacentre));
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddCascadingValue(container =>
            container.GetRequiredService<IHttpContextAccessor>().HttpContext?.User.Identity as SignedInAccount
        );
        services.AddSingleton<AuthorizeRequestState>().AddSingleton<AuthorizationRequestReader>().AddSingleton<InteractionPolicy>();
        services.AddSingleton<AuthorizeEndpoint>().AddSingleton<AuthorizeErrorResponder>();
        services.AddSingleton<EndSessionRequestReader>().AddSingleton<EndSessionState>().AddSingleton<EndSessionEndpoint>();
        services.AddAccountPages();
    }

    private static void AddAccountPages(this IServiceCollection services)
    {
        services.AddSingleton<ReturnUrlFlow>();
        services.AddScoped<SignInPageWriter>().AddScoped<SignInForm>().AddScoped<SecondFactorForm>().AddScoped<PasskeySignIn>();
        services
            .AddScoped<ForgotForm>()
            .AddScoped<ResetForm>()
            .AddScoped<ConfirmForm>()
            .AddScoped<ConsentForm>()
            .AddScoped<EndSessionForm>()
            .AddScoped<SelectAccountForm>()
            .AddScoped<NotMemberPages>();
        services
            .AddScoped<AccountHomePages>()
            .AddScoped<ProfilePages>()
            .AddScoped<SecurityPages>()
            .AddScoped<TwoFactorPages>()
            .AddScoped<PasskeyPages>()
            .AddScoped<SessionPages>();
    }

    private static void AddIdentity(this IServiceCollection services)
    {
        services.AddScoped(container => container.GetRequiredService<IDbContextFactory<Db>>().CreateDbContext());
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = ""; // the name is the email address, which allows other characters
            // Only length matters (NIST SP 800-63B, 3.1.1.2).
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
        services.AddSingleton<PasswordHashing>().AddScoped<IPasswordHasher<Account>, RefusingPasswordHasher>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
    }

    /// <summary>A passkey belongs to the datacentre, works at the hosts of its two sites, and always verifies the person.</summary>
    private static void Protect(IdentityPasskeyOptions options, Datacentre datacentre)
    {
        var origins = Enum.GetValues<TenantEnvironment>().Select(environment => datacentre.Site(environment).Issuer).ToHashSet();
        options.ServerDomain = $"{datacentre.Name}.{datacentre.BaseUrl.Host}";
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && origins.Contains(asked.Origin));
    }

    private static void Protect(AntiforgeryOptions options, Datacentre datacentre)
    {
        var isSecure = datacentre.BaseUrl.Scheme == Uri.UriSchemeHttps;
        options.Cookie.Name = isSecure ? "__Host-tokenhouse-form" : "tokenhouse-form";
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax; // strict cookies aren't sent when an integrator redirects the person here, and other windows would lose theirs
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.FormFieldName = "form_token";
        options.HeaderName = null; // forms alone are posted
        options.SuppressXFrameOptionsHeader = true; // every page has its own, stricter one
    }
}
