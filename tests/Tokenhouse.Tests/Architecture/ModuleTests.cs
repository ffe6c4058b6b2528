namespace Tokenhouse.Tests.Architecture;

/// <summary>The table of modules (CONTRIBUTING.md), held: which folder may take names from which, and that no two folders need each other.</summary>
public sealed class ModuleTests
{
    private const string Protocol = "Tokenhouse.Server.OAuth";
    private const string Dialects = $"{Protocol}.Dialects";

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Core"] = [],
        ["Shared"] = [],
        ["AspNetCore"] = ["Shared"],
        ["Client"] = [],
        ["Data"] = ["Core"],
        ["Clients"] = ["Core", "Shared", "Data"],
        ["Tokens"] = ["Core", "Data", "Clients"],
        ["EventLog"] = ["Core", "Shared", "Data"],
        ["RateLimiting"] = ["Core", "Shared", "Data"],
        ["Notifications"] = ["Core", "Data", "RateLimiting"],
        ["Accounts"] = ["Core", "Shared", "Data", "Clients", "Tokens", "RateLimiting", "Notifications"],
        ["Pages"] = ["Core"],
        ["OAuth"] = ["Core", "Data", "Clients", "Tokens", "EventLog", "Accounts", "Pages"],
        ["AccountPages"] = ["Core", "Data", "EventLog", "RateLimiting", "Notifications", "Accounts", "Pages", "OAuth"],
        ["Hub"] =
        [
            "Core",
            "Shared",
            "Data",
            "Clients",
            "Tokens",
            "EventLog",
            "RateLimiting",
            "Notifications",
            "Accounts",
            "Pages",
            "OAuth",
        ],
        ["Demo"] = ["Core", "Data", "Clients", "Accounts", "OAuth"],
        ["Hosting"] =
        [
            "Core",
            "Shared",
            "Data",
            "Clients",
            "Tokens",
            "EventLog",
            "RateLimiting",
            "Notifications",
            "Accounts",
            "Pages",
            "OAuth",
            "AccountPages",
            "Hub",
            "Demo",
        ],
        [""] = ["Hosting"],
    };

    [Fact]
    public void A_module_uses_only_what_the_table_allows()
    {
        var wrong =
            from file in SourceFile.Shipped
            from used in file.Uses.Select(SourceFile.ModuleOf).Distinct()
            where used != file.Module && !MayUse[file.Module].Contains(used)
            select $"{file.Name} uses {used}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_uses_one_that_uses_it_again_however_far_around()
    {
        var edges = FolderUses();
        edges.Count.ShouldBeGreaterThan(100);
        var uses = edges.ToLookup(edge => edge.User, edge => edge.Used);
        edges
            .Where(edge => Reached(edge.Used, uses).Contains(edge.User))
            .Select(edge => $"{edge.User} uses {edge.Used}: {edge.Because}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Pages_do_not_touch_the_database() =>
        SourceFile
            .Shipped.Where(file => file.Module is "AccountPages" or "Pages" || (file.Module == "Hub" && IsPage(file)))
            .Where(file => System.Text.RegularExpressions.Regex.IsMatch(file.Text, @"\bDb\b|DbContext", default, TimeSpan.FromSeconds(1)))
            .Select(file => file.Name)
            .ShouldBeEmpty();

    [Fact]
    public void An_endpoint_uses_no_other_endpoint()
    {
        var wrong =
            from file in SourceFile.Shipped.Where(file => file.Module == "OAuth")
            from used in file.Uses
            where
                used.StartsWith($"{Protocol}.", StringComparison.Ordinal)
                && used != Dialects
                && !used.StartsWith(file.FolderNamespace, StringComparison.Ordinal)
            select $"{file.Name} uses {used}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_core_knows_no_HTTP_no_database_no_container_and_no_clock()
    {
        string[] forbidden =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Microsoft.Extensions",
            "System.Net.Http",
            "TimeProvider",
            "System.IO",
        ];
        var wrong =
            from file in SourceFile.Shipped.Where(file => file.Module == "Core")
            from word in forbidden
            where file.Text.Contains(word, StringComparison.Ordinal)
            select $"{file.Name} says {word}";
        wrong.ShouldBeEmpty();
        typeof(Tokenhouse.Core.Site)
            .Assembly.GetReferencedAssemblies()
            .ShouldAllBe(name => name.Name!.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dialect_file_reaches_no_clock_tenant_client_or_IO()
    {
        string[] forbidden = ["TimeProvider", "HttpContext", "IServiceProvider", "Task", "File.", "Tenant", "Clients"];
        var wrong =
            from file in SourceFile.Shipped.Where(file =>
                file.FolderNamespace == Dialects
                && Path.GetFileName(file.Name) is not ("ProtocolSerializer.cs" or "RequestBodyReader.cs" or "DialectOptions.cs")
            )
            from word in forbidden
            where file.Text.Contains(word, StringComparison.Ordinal)
            select $"{file.Name} says {word}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_core_does_not_ask_which_dialect_it_serves() =>
        SourceFile
            .Shipped.Where(file => file.FolderNamespace != Dialects && file.Module is not ("Hosting" or "Demo"))
            .Where(file =>
                System.Text.RegularExpressions.Regex.IsMatch(
                    file.Text,
                    @"dialect\.Name\s*(==|is)|Connect\.Dialect",
                    System.Text.RegularExpressions.RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
            )
            .Select(file => file.Name)
            .ShouldBeEmpty();

    [Fact]
    public void A_namespace_is_its_folder() =>
        SourceFile
            .Shipped.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal) && file.Module.Length > 0)
            .Where(file => !file.Lines.Contains($"namespace {file.FolderNamespace};"))
            .Select(file => file.Name)
            .ShouldBeEmpty();

    private static bool IsPage(SourceFile file) =>
        file.Name.EndsWith(".razor", StringComparison.Ordinal) || file.Name.EndsWith("Pages.cs", StringComparison.Ordinal);

    /// <summary>Which folder uses which: by what its files import, and by what they mention of the folders above theirs, which they see unasked.</summary>
    private static List<(string User, string Used, string Because)> FolderUses()
    {
        var types = SourceFile.Shipped.ToLookup(file => file.FolderNamespace, file => Path.GetFileNameWithoutExtension(file.Name));
        var edges = new Dictionary<(string, string), string>();
        foreach (var file in SourceFile.Shipped.Where(file => file.Module.Length > 0))
        {
            foreach (var used in file.Uses.Where(used => types.Contains(used)))
                edges.TryAdd((file.FolderNamespace, used), file.Name);
            for (var above = Parent(file.FolderNamespace); above.Count(letter => letter == '.') > 1; above = Parent(above))
                if (types[above].FirstOrDefault(type => Mentions(file, type)) is { } mentioned)
                    edges.TryAdd((file.FolderNamespace, above), $"{file.Name} mentions {mentioned}");
        }
        // What a package shows stands in its root, and is built from the folders below it.
        return
        [
            .. edges
                .Where(edge => edge.Key.Item1 != edge.Key.Item2 && !(IsPackage(edge.Key.Item2) || IsPackage(edge.Key.Item1)))
                .Select(edge => (edge.Key.Item1, edge.Key.Item2, edge.Value)),
        ];
    }

    private static HashSet<string> Reached(string folder, ILookup<string, string> uses)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>(uses[folder]);
        while (next.TryPop(out var one))
            if (reached.Add(one))
                foreach (var further in uses[one])
                    next.Push(further);
        return reached;
    }

    private static bool IsPackage(string folder) => folder.Count(letter => letter == '.') == 1 && folder != "Tokenhouse.Server";

    private static bool Mentions(SourceFile file, string type) =>
        file
            .Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Any(line => System.Text.RegularExpressions.Regex.IsMatch(line, $@"(?<![\w.""]){type}\b", default, TimeSpan.FromSeconds(1)));

    private static string Parent(string name) => name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : "";
}
