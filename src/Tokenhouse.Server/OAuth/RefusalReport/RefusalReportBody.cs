using System.Text.Json.Serialization;

namespace Tokenhouse.Server.OAuth.RefusalReport;

/// <summary>A batch of refusals reported by an API.</summary>
internal sealed record RefusalReportBody([property: JsonPropertyName("refusals"), JsonRequired] IReadOnlyList<ReportedRefusal?> Refusals);
