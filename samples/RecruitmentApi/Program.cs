using RecruitmentApi;
using Samples;
using Tokenhouse.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddTokenhouse(options =>
    {
        builder.Configuration.Bind("Tokenhouse", options); // appsettings.json: which tokens, and who this API is
        options.ErrorBody = TokenhouseErrors.MessageArray;
        options.BackchannelHttpHandler = Loopback.Handler(); // for *.localhost only: leave it out with real names
    });

builder.Services.AddSingleton<Applications>();

await using var app = builder.Build();
app.MapHealthChecks("/health");

// One tenant's applications, for its own clients only: what the group asks for and what an endpoint asks for hold together.
var applications = app.MapGroup("/v3/{tenantId}/recruitment/applications").RequireTenant("tenantId");
applications.MapGet("", (long tenantId, Applications all) => all.Of(tenantId)).RequireScope("Public.Application.Read");
applications
    .MapPost(
        "",
        (long tenantId, NewApplication application, Applications all) => Results.Json(all.Add(tenantId, application), statusCode: 201)
    )
    .RequireScope("Public.Application.Write");

await app.RunAsync();
