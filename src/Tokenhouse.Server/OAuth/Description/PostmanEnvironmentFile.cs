using System.Text.Json.Serialization;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>A Postman environment: variables of the Postman collection with their values. Import it into Postman beside the collection.</summary>
/// <param name="Name">Its name in Postman.</param>
/// <param name="Values">The variables.</param>
public sealed record PostmanEnvironmentFile(string Name, IReadOnlyList<PostmanEnvironmentFile.Variable> Values)
{
    /// <summary>Always <c>environment</c>: tells Postman what kind of file it is.</summary>
    [JsonPropertyName("_postman_variable_scope")]
    public string VariableScope => "environment";

    /// <summary>A variable of a Postman environment.</summary>
    /// <param name="Key">The name that the requests of the collection use.</param>
    /// <param name="Value">The value. Empty for a secret: fill it in yourself.</param>
    /// <param name="Type"><c>secret</c> for values that Postman hides, otherwise <c>default</c>.</param>
    public sealed record Variable(string Key, string Value, string Type)
    {
        /// <summary>Always true: Postman uses the variable.</summary>
        public bool Enabled => true;
    }
}
