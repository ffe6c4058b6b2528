namespace Tokenhouse.Server.Data;

/// <summary>A migration that is about to be applied: the first of 11 has the number 1.</summary>
public sealed record MigrationStep(int Number, int Count, string Name);
