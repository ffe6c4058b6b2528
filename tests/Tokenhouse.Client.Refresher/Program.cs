using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Client;
using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Sessions;
using Tokenhouse.Tests.ClientPackage;

// Renews a session again and again until it is killed: Refresher AUTHORITY FOLDER START-OF-THE-CLOCK
var (authority, folder, start) = (args[0], args[1], DateTimeOffset.Parse(args[2], CultureInfo.InvariantCulture));
var services = new ServiceCollection();
services.AddSingleton<TimeProvider>(new SlowClock(start));
services.AddLogging();
services.AddDataProtection().SetApplicationName("refresher").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
services
    .AddTokenhouseClient(
        "erp",
        options =>
        {
            options.Authority = authority;
            options.ClientId = "erp";
            options.ClientSecret = "erp-secret";
        }
    )
    .AddSessionStore(Path.Combine(folder, "sessions"));
await using var container = services.BuildServiceProvider();
var sessions = container.GetRequiredService<SessionTokens>();
var key = new TokenKey("erp", "", null, "ada");
string? last = null;
while (true)
{
    try
    {
        last = (await sessions.RefreshAsync(key, last, CancellationToken.None)).Access.Value;
    }
    catch (TokenUnavailableException unavailable)
    {
        await Task.Delay(unavailable.RetryAfter ?? TimeSpan.FromMilliseconds(100));
    }
}
