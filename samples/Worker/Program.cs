using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Samples;
using Tokenhouse.Client;
using Worker;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddDataProtection().SetApplicationName("worker"); // seals the secrets; keep its key ring away from them

// Two credentials of two datacentres: client credentials, and an app key.
Add("hr").AddHttpClient<RecruitmentApi>(new Uri(builder.Configuration["RecruitmentApi"]!));
Add("payments").AddHttpClient<PaymentsApi>(new Uri(builder.Configuration["PaymentsApi"]!));
builder.Services.AddHostedService<CopyingService>();
using var host = builder.Build();

// dotnet run -- seal hr: reads the secret from standard input and seals it into the file that the options name.
if (args is ["seal", var name])
    Console.WriteLine($"Sealed into {await SealedSecretFile.WriteAsync(host.Services, name, Console.ReadLine() ?? "")}");
else
    await host.RunAsync();

TokenhouseClientBuilder Add(string name) =>
    builder
        .Services.AddTokenhouseClient(name, options => builder.Configuration.GetSection("Tokenhouse").GetSection(name).Bind(options))
        .ConfigureBackchannel(http => http.ConfigurePrimaryHttpMessageHandler(Loopback.Handler)); // only for *.localhost: omit it with real host names
