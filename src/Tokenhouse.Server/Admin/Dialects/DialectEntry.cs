namespace Tokenhouse.Server.Admin.Dialects;

/// <summary>A dialect, and what is left of its use where it is being retired.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Retirement">How it is retired; none: it lives on.</param>
/// <param name="Phase">How far that has come.</param>
/// <param name="Next">What comes next.</param>
/// <param name="Use">What is left of its use; none where it lives on.</param>
public sealed record DialectEntry(string Name, Retirement? Retirement, string? Phase, Milestone? Next, DialectUse? Use);
