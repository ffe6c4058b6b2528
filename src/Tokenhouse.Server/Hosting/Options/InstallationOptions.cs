using System.ComponentModel.DataAnnotations;
using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.Hosting.Options;

/// <summary>The section <c>Tokenhouse</c> of the configuration.</summary>
public sealed record InstallationOptions
{
    public const string Section = "Tokenhouse";

    /// <summary>Scheme, domain and port that all hosts share: <c>https://example.com</c> leads to <c>https://login.dc2.example.com</c>.</summary>
    [Required(
        ErrorMessage = "Tokenhouse:BaseUrl is missing. Set it to the scheme and domain that all hosts share, such as https://example.com."
    )]
    public Uri? BaseUrl { get; init; }

    /// <summary>Where the embedded databases are.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataFolder { get; init; } = "data";

    /// <summary>Whether to add demo data to empty databases; Development and loopback only.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether the server applies migrations itself before it is ready. Otherwise it waits for the command <c>migrate</c>.</summary>
    public bool MigrateAtStart { get; init; } = true;

    /// <summary>How long a start waits for a database that can't be reached.</summary>
    public TimeSpan WaitForDatabase { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>32 random bytes in base64. The key rings in the databases are encrypted under it.</summary>
    public string? MasterKey { get; init; }

    /// <summary>A file that contains the master key, instead of <see cref="MasterKey"/>.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>How email is sent.</summary>
    public MailOptions? Mail { get; init; }

    /// <summary>How long the event log is kept.</summary>
    public ActivityOptions Activity { get; init; } = new();

    /// <summary>How much CPU password hashing can use.</summary>
    public PasswordHashingOptions PasswordHashing { get; init; } = new();

    /// <summary>How long requests wait for the databases, and what is answered without them.</summary>
    public DatabaseOptions Database { get; init; } = new();

    /// <summary>The bounds of one tenant.</summary>
    public TenantBounds Bounds { get; init; } = new();

    /// <summary>How many exports run at the same time, and how long one can take.</summary>
    public ExportOptions Exports { get; init; } = new();

    /// <summary>Networks of the proxies whose <c>X-Forwarded-For</c> is trusted, such as <c>10.0.0.0/8</c>. If empty, none is trusted.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>The datacentres of the installation, by name.</summary>
    [MinLength(1, ErrorMessage = "Tokenhouse:Datacentres is empty. Add at least one, such as Tokenhouse:Datacentres:dc2:Region = AUS.")]
    public IReadOnlyDictionary<string, DatacentreOptions> Datacentres { get; init; } = new Dictionary<string, DatacentreOptions>();

    /// <summary>Dialects that are being retired, by name.</summary>
    public IReadOnlyDictionary<string, DialectOptions> Dialects { get; init; } = new Dictionary<string, DialectOptions>();

    /// <summary>The datacentres that this process runs, so that all processes can share one configuration. If empty, all.</summary>
    public IReadOnlyList<string> Run { get; init; } = [];

    /// <summary>Each datacentre's range of numbers for new tenants.</summary>
    internal IReadOnlyDictionary<string, TenantNumberRange> TenantNumbers =>
        Datacentres.ToDictionary(named => named.Key, named => named.Value.TenantNumbers ?? TenantNumberRange.Default);

    /// <summary>The datacentres that this process runs.</summary>
    internal IEnumerable<KeyValuePair<string, DatacentreOptions>> Running =>
        Datacentres.Where(named => Run.Count == 0 || Run.Contains(named.Key));

    /// <summary>Without the master key.</summary>
    public override string ToString() => Section;

    /// <summary>Binds and validates the section. Each error is one sentence.</summary>
    /// <exception cref="StartRefusedException">Something is missing, misspelled or contradictory.</exception>
    public static InstallationOptions From(IConfiguration configuration)
    {
        InstallationOptions options;
        try
        {
            options =
                configuration.GetSection(Section).Get<InstallationOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartRefusedException($"Can't read the configuration section {Section}: {exception.Message}", exception);
        }

        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), faults, validateAllProperties: true);
        List<string> sentences =
        [
            .. faults.Select(fault => fault.ErrorMessage!),
            .. options.Faults(),
            .. options.TenantNumberFaults(),
            .. options.Mail?.Faults() ?? [],
            .. options.Activity.Faults(),
            .. options.PasswordHashing.Faults(),
            .. options.Database.Faults(),
            .. options.Bounds.Faults(),
            .. options.Exports.Faults(),
            .. options.Datacentres.SelectMany(dc => dc.Value.Faults(dc.Key)),
            .. options.Dialects.SelectMany(dialect =>
                dialect.Value.Faults(dialect.Key, [.. DialectCatalogue.List.Select(known => known.Name)])
            ),
        ];
        return sentences.Count == 0 ? options : throw new StartRefusedException(string.Join(System.Environment.NewLine, sentences));
    }

    private IEnumerable<string> Faults()
    {
        if (BaseUrl is { IsAbsoluteUri: false })
            yield return $"Tokenhouse:BaseUrl is {BaseUrl}, which isn't an absolute URL. Set a URL such as https://example.com.";
        else if (BaseUrl is { } url && (url.PathAndQuery != "/" || url.UserInfo.Length > 0))
            yield return $"Tokenhouse:BaseUrl is {url}, but it must end after the domain and port. Set {url.GetLeftPart(UriPartial.Authority)}.";
        else if (BaseUrl is { } other && other.Scheme != Uri.UriSchemeHttps && !(other.Scheme == Uri.UriSchemeHttp && other.IsLoopback))
            yield return $"Tokenhouse:BaseUrl is {other}, but tokens must not be sent unencrypted. Use https, or http on localhost only.";
        else if (BaseUrl is { HostNameType: not UriHostNameType.Dns })
            yield return $"Tokenhouse:BaseUrl is {BaseUrl}, but host names need a domain, not an IP address. Set a domain, such as localhost.";
        var aliases = Datacentres.Values.SelectMany(datacentre => datacentre.Sites.Values).SelectMany(site => site.Aliases);
        foreach (var twice in aliases.GroupBy(alias => alias, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            yield return $"More than one site has the alias {twice.Key}. A host name can belong to only one site.";
        foreach (var name in Run.Where(name => !Datacentres.ContainsKey(name)))
            yield return $"Tokenhouse:Run contains {name}, which isn't in Tokenhouse:Datacentres. Choose from {string.Join(", ", Datacentres.Keys)}.";
        foreach (var proxy in Proxies)
            if (!IPNetwork.TryParse(proxy, out _))
                yield return $"Tokenhouse:Proxies contains {proxy}, which isn't a network. Write a network such as 10.0.0.0/8, or 10.1.2.3/32 for one address.";
        if (WaitForDatabase < TimeSpan.Zero || WaitForDatabase > TimeSpan.FromDays(1))
            yield return $"Tokenhouse:WaitForDatabase is {WaitForDatabase}. Set a time of at most a day, such as 00:01:00.";
        if (MasterKey is not null && MasterKeyFile is not null)
            yield return "Tokenhouse:MasterKey and Tokenhouse:MasterKeyFile are both set. Set only one of them.";
    }

    private IEnumerable<string> TenantNumberFaults()
    {
        if (Datacentres.Count > 1)
            foreach (var (name, _) in Datacentres.Where(named => named.Value.TenantNumbers is null))
                yield return $"Tokenhouse:Datacentres:{name}:TenantNumbers is missing. If there are several datacentres, each numbers its new tenants from its own range. Set First and Last, such as 200000 and 299999.";
        var ranges = Datacentres
            .Where(named => named.Value.TenantNumbers is not null)
            .OrderBy(named => named.Value.TenantNumbers!.First)
            .ToList();
        foreach (var (one, next) in ranges.Zip(ranges.Skip(1)))
            if (one.Value.TenantNumbers!.Overlaps(next.Value.TenantNumbers!))
                yield return $"Tokenhouse:Datacentres: the TenantNumbers of {one.Key} ({one.Value.TenantNumbers}) and of {next.Key} ({next.Value.TenantNumbers}) overlap. Give each datacentre its own range.";
    }
}
