using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Endpoints.RefusalReport;

/// <summary>A batch of refusals reported by an API.</summary>
internal sealed record Report([property: JsonPropertyName("refusals"), JsonRequired] IReadOnlyList<ReportedRefusal?> Refusals);
