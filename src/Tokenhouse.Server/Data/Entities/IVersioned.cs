namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that people edit. Saving fails if someone else changed it in the meantime, instead of overwriting that change.</summary>
public interface IVersioned
{
    /// <summary>Incremented by <see cref="Db"/> with each save.</summary>
    int Version { get; set; }
}
