using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Reports;
using Tokenhouse.AspNetCore.State;
using Tokenhouse.AspNetCore.Tokens;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore;

/// <summary>Adds Tokenhouse to an API.</summary>
public static class TokenhouseExtensions
{
    /// <summary>
    /// Accepts access tokens of the authorities in the options, under the scheme <see cref="TokenhouseOptions.Scheme"/>. Also adds a policy of that
    /// name, which only requires a valid token, and the health check <c>tokenhouse</c>. If the options are invalid, the start fails with an <see cref="OptionsValidationException"/> that says what to write.
    /// </summary>
    /// <param name="builder">The builder returned by <c>AddAuthentication()</c>.</param>
    /// <param name="configure">Sets the options.</param>
    public static AuthenticationBuilder AddTokenhouse(this AuthenticationBuilder builder, Action<TokenhouseOptions> configure)
    {
        var services = builder.Services;
        services.AddOptions<TokenhouseOptions>(TokenhouseOptions.Scheme).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<TokenhouseOptions>, TokenhouseOptionsValidator>();
        services.AddSingleton(container =>
            container.GetRequiredService<IOptionsMonitor<TokenhouseOptions>>().Get(TokenhouseOptions.Scheme)
        );
        services.AddSingleton<Backchannel>().AddSingleton<AuthorityRegistry>().AddSingleton<TenantSources>();
        services
            .AddSingleton<VerifiedTokens>()
            .AddSingleton<JwtValidator>()
            .AddSingleton<IntrospectionClient>()
            .AddSingleton<OpaqueTokenValidator>();
        services.AddSingleton<ClientStateFeeds>().AddSingleton<ClientStateCheck>().AddHostedService<ClientStatePollingService>();
        services.AddSingleton<ReportQueue>().AddHostedService<ReportSendingService>();
        services.AddSingleton<ClientIpResolver>().AddSingleton<AccessTokenValidator>();
        services.AddHealthChecks().AddCheck<AuthorizationServerHealth>("tokenhouse");
        services.AddAuthorizationBuilder().AddPolicy(TokenhouseOptions.Scheme, policy => policy.RequireOfToken(new ScopeRequirement([])));
        services.AddSingleton<IAuthorizationHandler, ScopeAuthorizationHandler>();
        services.AddSingleton<IAuthorizationHandler, TenantAuthorizationHandler>();
        return builder.AddScheme<TokenhouseOptions, TokenhouseAuthentication>(TokenhouseOptions.Scheme, configure);
    }
}
