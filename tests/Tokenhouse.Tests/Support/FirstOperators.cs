namespace Tokenhouse.Tests.Support;

/// <summary>How the first operator of a house comes in.</summary>
public static class FirstOperators
{
    public static async Task<string> FirstOperatorLink(this House house) =>
        (await File.ReadAllTextAsync(house.Datacentres[0].FirstOperatorFile!)).Trim();
}
