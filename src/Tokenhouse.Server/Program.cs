using Tokenhouse.Server.Hosting;

try
{
    if (args is [TenantCheck.Command, .. var settings])
        return await TenantCheck.Run(settings, Console.Out);
    await using var installation = Installation.Build(args);
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
