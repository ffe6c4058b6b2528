using System.Security.Claims;
using PaymentsApi;
using Samples;
using Tokenhouse.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        builder.Configuration.Bind("Tokenhouse", options); // appsettings.json: the accepted tokens and this API's client
        options.ErrorBody = TokenhouseErrors.AppKeyEnvelope;
        options.BackchannelHttpHandler = Loopback.Handler(); // only for *.localhost: omit it with real host names
    });

builder.Services.AddSingleton<PaymentLinks>();

await using var app = builder.Build();
app.MapHealthChecks("/health");

// The token says whose links they are. The package has already checked the client's allowlist.
var links = app.MapGroup("/v1/payment-link");
links.MapGet("", (ClaimsPrincipal user, PaymentLinks all) => all.Of(user.TenantId())).RequireScope("payments.read");
links
    .MapPost(
        "",
        (ClaimsPrincipal user, NewPaymentLink link, PaymentLinks all) => Results.Json(all.Add(user.TenantId(), link), statusCode: 201)
    )
    .RequireScope("payments.write");

await app.RunAsync();
