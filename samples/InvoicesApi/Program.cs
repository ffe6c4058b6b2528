using System.Security.Claims;
using InvoicesApi;
using Samples;
using Tokenhouse.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        builder.Configuration.Bind("Tokenhouse", options); // appsettings.json: the accepted tokens and this API's client
        options.BackchannelHttpHandler = Loopback.Handler(); // only for *.localhost: omit it with real host names
    });

await using var app = builder.Build();
app.MapHealthChecks("/health");

// For opaque tokens and JWTs. The client acts for a person: `sub` is the person's account.
app.MapGet(
        "/invoices",
        (ClaimsPrincipal user) =>
            new
            {
                tenant = user.FindFirstValue(TokenhouseClaims.Tenant),
                client = user.FindFirstValue(TokenhouseClaims.ClientId),
                person = user.FindFirstValue(TokenhouseClaims.Subject),
                invoices = Invoices.Of(user.FindFirstValue(TokenhouseClaims.TenantId)),
            }
    )
    .RequireScope("all");

await app.RunAsync();
