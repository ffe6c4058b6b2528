namespace Tokenhouse.Server.Admin;

/// <summary>An output that says which version of something it is, so that its reader can change just that one.</summary>
public interface IHasVersion
{
    int Version { get; }
}
