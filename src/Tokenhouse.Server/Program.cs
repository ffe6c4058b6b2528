using Tokenhouse.Server.Hosting;
using Tokenhouse.Server.Hosting.Commands;

return await ServerCommandLine.Run(args, Console.Out, Console.Error, Serve);

static async Task<int> Serve(string[] settings)
{
    await using var installation = Installation.Build(settings);
    using var watch = ProcessWatch.Start(installation.Freezes);
    await installation.Start();
    await Console.Out.WriteAsync(installation.Greeting());
    await installation.WaitForShutdown();
    return ServerCommandLine.Done;
}
