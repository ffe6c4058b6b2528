using Integrator;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Samples;

// The content root is the program's folder, so that it can be started from anywhere.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var settings = builder.Configuration.Get<Settings>()!;
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HttpClient(Loopback.Handler()) { Timeout = TimeSpan.FromSeconds(10) });
builder.Services.AddSingleton<AuthorizationServer>();
builder.Services.AddSingleton<Connections>();
builder.Services.AddSingleton<RoundTrip>();
builder.Services.AddSingleton<Visits>();
builder.Services.AddRazorComponents();
builder.Services.AddAntiforgery();
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // in memory like the visits, so that the forms' tokens end with the process

await using var app = builder.Build();
app.Use(Guards.Protect);
app.UseStaticFiles();

app.MapGet(
    "/",
    (HttpContext http, Visits visits, IAntiforgery antiforgery) =>
        new RazorComponentResult<HomePage>(
            new Dictionary<string, object?>
            {
                [nameof(HomePage.Visit)] = visits.Of(http),
                [nameof(HomePage.Settings)] = settings,
                [nameof(HomePage.Form)] = antiforgery.GetAndStoreTokens(http),
            }
        )
);
app.MapGet("/callback", (HttpContext http, RoundTrip trip) => trip.Return(http));

// Buttons post, and only this application's forms are accepted, so that other sites can't submit them.
var buttons = app.MapGroup("").AddEndpointFilter(Guards.RefuseForeignForms);
buttons.MapPost("/connect", (HttpContext http, RoundTrip trip) => trip.Connect(http));
buttons.MapPost("/refresh", (HttpContext http, RoundTrip trip) => trip.Refresh(http));
buttons.MapPost("/call", (HttpContext http, RoundTrip trip) => trip.Call(http));
buttons.MapPost("/introspect", (HttpContext http, RoundTrip trip) => trip.Introspect(http));
buttons.MapPost("/disconnect", (HttpContext http, RoundTrip trip) => trip.Disconnect(http));

await app.RunAsync();
