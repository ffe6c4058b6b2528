using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Endpoints.RefusalReport;

/// <summary>A request that an API refused, as it tells of it.</summary>
/// <param name="ClientId">Who called, where the token proved it.</param>
/// <param name="Code">The error code that went over the wire.</param>
/// <param name="Reason">The exact reason in a sentence.</param>
/// <param name="Path">The endpoint, as a pattern.</param>
/// <param name="Address">Where the call came from.</param>
/// <param name="CorrelationId">By which the API's answer can be found.</param>
/// <param name="At">When, in Unix seconds.</param>
/// <param name="Count">How many there were that were alike.</param>
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
