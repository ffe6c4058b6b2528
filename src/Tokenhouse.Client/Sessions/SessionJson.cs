using System.Text.Json.Serialization;

namespace Tokenhouse.Client.Sessions;

/// <summary>Reads and writes stored sessions, without reflection.</summary>
[JsonSerializable(typeof(StoredSession))]
internal sealed partial class SessionJson : JsonSerializerContext;
