using System.Globalization;
using Tokenhouse.Bench.Pages;

// Fills a datacentre, looks at every page of the Hub over and over, and prints a line for each:
//   PAGE database median p95 kilobytes page
// Arguments: the data folder, a connection string of PostgreSQL or "sqlite", how often, and of what part of the promised scale (1: all of it).
var (folder, database, times, part) = (args[0], args[1], Number(args[2]), Number(args[3]));
var name = database == "sqlite" ? database : "postgres";
var scale = Scale.Full.Part(part);
await using var server = await BenchServer.Start(folder, name == "sqlite" ? null : database);
await WriteMessage($"{name}: filling with {scale} ...");
await new DataSeeder(server, scale, new(scale, TimeProvider.System.GetUtcNow())).Fill();

await WriteMessage($"{name}: looking at every page {times} times ...");
foreach (var page in await Tour.Of(server))
{
    using var browserSession = new BrowserSession(server.Port, page.Who);
    await browserSession.SignIn();
    var timing = await Timing.Of(browserSession, page.Name, page.Path, times);
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"PAGE {name} {timing.Median:F1} {timing.P95:F1} {timing.Kilobytes:F0} {timing.Page}")
    );
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static Task WriteMessage(string text) => Console.Error.WriteLineAsync(text);
