namespace Tokenhouse.Server.Admin.Lists;

/// <summary>Marks the route of an export. Without it nothing is exported, and tests of slow readers find every route that has it.</summary>
public sealed class ExportRoute
{
    public static readonly ExportRoute Marker = new();

    private ExportRoute() { }
}
