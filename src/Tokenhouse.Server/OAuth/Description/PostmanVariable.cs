namespace Tokenhouse.Server.OAuth.Description;

/// <summary>A variable of a Postman environment.</summary>
/// <param name="Key">The name that the requests of the collection use.</param>
/// <param name="Value">The value. Empty for a secret: fill it in yourself.</param>
/// <param name="Type"><c>secret</c> for values that Postman hides, otherwise <c>default</c>.</param>
public sealed record PostmanVariable(string Key, string Value, string Type)
{
    /// <summary>Always true: Postman uses the variable.</summary>
    public bool Enabled => true;
}
