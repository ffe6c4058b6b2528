using System.Text.Json.Serialization;

namespace Tokenhouse.Server.OAuth.RefusalReport;

/// <summary>A refusal as reported by an API.</summary>
/// <param name="ClientId">The calling client, if the token proved it.</param>
/// <param name="Code">The error code in the response.</param>
/// <param name="Reason">The exact reason in a sentence.</param>
/// <param name="Path">The endpoint, as a pattern.</param>
/// <param name="Address">The caller's IP address.</param>
/// <param name="CorrelationId">The correlation ID of the API's response.</param>
/// <param name="At">When, in Unix seconds.</param>
/// <param name="Count">How many identical refusals there were.</param>
internal sealed record ReportedRefusal(
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("code"), JsonRequired] string Code,
    [property: JsonPropertyName("reason"), JsonRequired] string Reason,
    [property: JsonPropertyName("path")] string? Path,
    [property: JsonPropertyName("address")] string? Address,
    [property: JsonPropertyName("correlation_id"), JsonRequired] string CorrelationId,
    [property: JsonPropertyName("at"), JsonRequired] long At,
    [property: JsonPropertyName("count")] int Count = 1
);
