using System.Text.Json.Serialization;

namespace Tokenhouse.Client.Caching;

/// <summary>Reads and writes what is kept, without reflection.</summary>
[JsonSerializable(typeof(SharedToken))]
internal sealed partial class TokenJson : JsonSerializerContext;
