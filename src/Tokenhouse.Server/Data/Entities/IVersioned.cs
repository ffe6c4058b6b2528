namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that people edit: whoever saves what has changed since they read it is told so, instead of undoing the other's change.</summary>
public interface IVersioned
{
    /// <summary>Grows with each save; <see cref="Db"/> sees to it.</summary>
    int Version { get; set; }
}
