using System.Text.Json.Serialization;

namespace Tokenhouse.Server.Endpoints.RefusalReport;

/// <summary>The shape of a report, known when this is compiled.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportShape : JsonSerializerContext;
