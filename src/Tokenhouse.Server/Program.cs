using Tokenhouse.Server.Hosting;

try
{
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
