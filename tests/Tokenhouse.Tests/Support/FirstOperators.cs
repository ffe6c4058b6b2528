namespace Tokenhouse.Tests.Support;

/// <summary>How the first operator of a house comes in.</summary>
public static class FirstOperators
{
    public static async Task<string> FirstOperatorLink(this TestServer server) =>
        (await File.ReadAllTextAsync(server.Datacentres[0].FirstOperatorFile!)).Trim();
}
