namespace Tokenhouse.Server.Data.Entities;

/// <summary>A row that servers keep in memory: saving it tells all of them, through the change feed, what to read again.</summary>
public interface IPublished
{
    /// <summary>What a reader has in memory because of this row.</summary>
    Subject Subject { get; }

    /// <summary>The properties that a reader keeps; null for all of them. When others are changed, nobody is told.</summary>
    IReadOnlyList<string>? Kept => null;
}
