namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Marks the route of an export. Exports require it, and the tests of slow readers cover every marked route.</summary>
public sealed class ExportRoute
{
    public static readonly ExportRoute Marker = new();

    private ExportRoute() { }
}
