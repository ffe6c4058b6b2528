using Tokenhouse.Bench.Limit;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

await using var app = builder.Build();
app.Run(TokenAnswer.Handle);
await app.RunAsync();
