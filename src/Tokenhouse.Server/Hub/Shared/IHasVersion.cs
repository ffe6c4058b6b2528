namespace Tokenhouse.Server.Hub.Shared;

/// <summary>An output with a version, so that a reader can make a conditional change.</summary>
public interface IHasVersion
{
    int Version { get; }
}
