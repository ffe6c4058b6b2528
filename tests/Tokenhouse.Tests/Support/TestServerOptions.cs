using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Tests.Support;

/// <summary>What a house is started with. Two houses of one plan are two servers of the same datacentres.</summary>
public sealed record TestServerOptions(Database Database)
{
    private static readonly string[] AllNames = ["dc2", "dc3", "dc4", "dc5"];

    /// <summary>The datacentres that it runs.</summary>
    public IReadOnlyList<string> Run { get; init; } = ["dc2"];

    /// <summary>Connection strings by datacentre; none on SQLite, where the data folder holds the files.</summary>
    public IReadOnlyDictionary<string, string> Databases { get; init; } =
        Database is Database.Postgres ? AllNames.ToDictionary(name => name, _ => Postgres.NewDatabase()) : new Dictionary<string, string>();

    /// <summary>Whether its databases have their schema already; the others are migrated as an operator's first ones are.</summary>
    public bool IsMigrated { get; init; } = true;

    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether its addresses have the port that it listens on, as a real browser needs it.</summary>
    public bool ForBrowsers { get; init; }

    /// <summary>Where its RSA keys come from.</summary>
    public KeyPairPool Pairs { get; } = new();

    public FakeClock? Clock { get; init; }

    /// <summary>Notices freezes by a clock of its own, which stands still.</summary>
    public FreezeDetector Freezes { get; init; } = new(new FakeClock());

    /// <summary>Where the data folder is; a new temporary one when not set.</summary>
    public string? Folder { get; init; }

    public Action<IServiceCollection> Services { get; init; } = _ => { };
}
