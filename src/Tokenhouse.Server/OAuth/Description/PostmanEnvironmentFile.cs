using System.Text.Json.Serialization;

namespace Tokenhouse.Server.OAuth.Description;

/// <summary>A Postman environment: variables of the Postman collection with their values. Import it into Postman beside the collection.</summary>
/// <param name="Name">Its name in Postman.</param>
/// <param name="Values">The variables.</param>
public sealed record PostmanEnvironmentFile(string Name, IReadOnlyList<PostmanVariable> Values)
{
    /// <summary>Always <c>environment</c>: tells Postman what kind of file it is.</summary>
    [JsonPropertyName("_postman_variable_scope")]
    public string VariableScope => "environment";
}
