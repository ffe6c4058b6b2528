using System.Text.Json.Serialization;

namespace Tokenhouse.Server.OAuth.RefusalReport;

/// <summary>The shape of a report, known when this is compiled.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RefusalReportBody))]
internal sealed partial class RefusalReportJsonContext : JsonSerializerContext;
