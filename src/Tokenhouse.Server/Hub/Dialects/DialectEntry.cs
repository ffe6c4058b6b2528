namespace Tokenhouse.Server.Hub.Dialects;

/// <summary>A dialect, and its remaining usage if it is being retired.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Retirement">Its retirement; null if it isn't being retired.</param>
/// <param name="Phase">The phase of the retirement.</param>
/// <param name="Next">The next milestone.</param>
/// <param name="Use">Its remaining usage; null if it isn't being retired.</param>
public sealed record DialectEntry(string Name, Retirement? Retirement, string? Phase, Milestone? Next, DialectUse? Use);
