using Microsoft.Extensions.Diagnostics.HealthChecks;
using Samples;
using Tokenhouse.AspNetCore;

// One answer at two paths, of which one asks for a token: what lies between them is what the package costs.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        options.Environment = "LIVE";
        options.Authorities = [builder.Configuration["Authority"]!];
        options.Audience = "urn:tokenhouse:hr";
        options.ClientId = "hr-api";
        options.ClientSecret = "hr-api-demo-secret";
        options.BackchannelHttpHandler = Loopback.Handler();
    });

await using var app = builder.Build();
app.MapHealthChecks("/health", new() { ResponseWriter = (http, report) => http.Response.WriteAsync(Words(report)) });
app.MapGet("/open", Answer);
app.MapGet("/protected", Answer).RequireScope("Public.Application.Read");
await app.RunAsync();

static IResult Answer() => Results.Text("""[{"id":1,"applicant":"Ada Berg","job":"Engineer","state":"new"}]""", "application/json");

static string Words(HealthReport report) =>
    string.Join(' ', report.Entries.Values.Select(check => check.Description).OfType<string>().Prepend(report.Status.ToString()));
