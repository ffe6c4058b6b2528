namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>A milestone in the retirement of a dialect.</summary>
/// <param name="Name"><c>deprecated</c>, <c>rest</c> or <c>sunset</c>.</param>
/// <param name="At">When.</param>
public sealed record Milestone(string Name, DateTimeOffset At);
