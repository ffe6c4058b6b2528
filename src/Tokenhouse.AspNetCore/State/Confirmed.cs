namespace Tokenhouse.AspNetCore.State;

/// <summary>A client state, and when it was last asked for and found to hold.</summary>
internal sealed record Confirmed(ClientState State, string? ETag, DateTimeOffset At);
