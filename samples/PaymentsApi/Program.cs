using System.Security.Claims;
using PaymentsApi;
using Samples;
using Tokenhouse.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        builder.Configuration.Bind("Tokenhouse", options); // appsettings.json: which tokens, and who this API is
        options.ErrorBody = TokenhouseErrors.AppKeyEnvelope;
        options.BackchannelHttpHandler = Loopback.Handler(); // for *.localhost only: leave it out with real names
    });

builder.Services.AddSingleton<PaymentLinks>();

await using var app = builder.Build();
app.MapHealthChecks("/health");

// Whose links they are follows from the token. That the call comes from an address on the client's allowlist is checked before.
var links = app.MapGroup("/v1/payment-link");
links.MapGet("", (ClaimsPrincipal user, PaymentLinks all) => all.Of(user.TenantId())).RequireScope("payments.read");
links
    .MapPost(
        "",
        (ClaimsPrincipal user, NewPaymentLink link, PaymentLinks all) => Results.Json(all.Add(user.TenantId(), link), statusCode: 201)
    )
    .RequireScope("payments.write");

await app.RunAsync();
