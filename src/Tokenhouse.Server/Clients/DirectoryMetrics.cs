using System.Diagnostics.Metrics;

namespace Tokenhouse.Server.Clients;

/// <summary>Counts how often the directory answers from memory.</summary>
internal static class DirectoryMetrics
{
    private static readonly Meter Meter = new("Tokenhouse.Clients");
    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "tokenhouse.directory.lookups",
        description: "Directory lookups."
    );

    public static void Count(string of, bool inMemory)
    {
        if (Lookups.Enabled)
            Lookups.Add(1, new("of", of), new("answered_by", inMemory ? "memory" : "database"));
    }
}
