using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Endpoints.RefusalReport;

/// <summary>What an API sends from time to time.</summary>
internal sealed record Report([property: JsonPropertyName("refusals"), JsonRequired] IReadOnlyList<ReportedRefusal?> Refusals);
