using RecruitmentApi;
using Samples;
using Tokenhouse.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        builder.Configuration.Bind("Tokenhouse", options); // appsettings.json: the accepted tokens and this API's client
        options.ErrorBody = TokenhouseErrors.MessageArray;
        options.BackchannelHttpHandler = Loopback.Handler(); // only for *.localhost: omit it with real host names
    });

builder.Services.AddSingleton<Applications>();

await using var app = builder.Build();
app.MapHealthChecks("/health");

// One tenant's applications, only for its own clients: the requirements of the group and of the endpoint apply together.
var applications = app.MapGroup("/v3/{tenantId}/recruitment/applications").RequireTenant("tenantId");
applications.MapGet("", (long tenantId, Applications all) => all.Of(tenantId)).RequireScope("Public.Application.Read");
applications
    .MapPost(
        "",
        (long tenantId, NewApplication application, Applications all) => Results.Json(all.Add(tenantId, application), statusCode: 201)
    )
    .RequireScope("Public.Application.Write");

await app.RunAsync();
