using Tokenhouse.Server.Hosting;
using Tokenhouse.Server.Hosting.Options;

try
{
    if (args is [CheckTenantsCommand.Command, .. var settings])
        return await CheckTenantsCommand.Run(settings, Console.Out);
    if (args is [PostmanCommand.Command, var folder])
        return await PostmanCommand.Run(folder);
    await using var installation = Installation.Build(args);
    using var watch = ProcessWatch.Start(installation.Freezes);
    await installation.Start();
    await Console.Out.WriteAsync(installation.Greeting());
    await installation.WaitForShutdown();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
