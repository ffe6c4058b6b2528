namespace Tokenhouse.Tests.Architecture;

/// <summary>The table of modules (CONTRIBUTING.md), held: which folder may take names from which.</summary>
public sealed class ModuleTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Protocol"] = [],
        ["Shared"] = [],
        ["AspNetCore"] = ["Shared"],
        ["Data"] = ["Protocol"],
        ["Dialects"] = ["Protocol"],
        ["Clients"] = ["Protocol", "Shared", "Data"],
        ["Tokens"] = ["Protocol", "Data", "Clients"],
        ["Activity"] = ["Protocol", "Shared", "Data"],
        ["Mail"] = ["Protocol"],
        ["Accounts"] = ["Protocol", "Shared", "Data", "Clients", "Tokens", "Mail"],
        ["Pages"] = ["Protocol"],
        ["Endpoints"] = ["Protocol", "Data", "Dialects", "Clients", "Tokens", "Activity", "Accounts", "Pages"],
        ["AccountPages"] = ["Protocol", "Data", "Activity", "Accounts", "Pages", "Endpoints"],
        ["Admin"] = ["Protocol", "Shared", "Data", "Clients", "Tokens", "Activity", "Accounts", "Mail"],
        ["Hub"] = ["Protocol", "Data", "Accounts", "Admin", "Pages", "Endpoints"],
        ["Demo"] = ["Protocol", "Data", "Clients", "Accounts", "Endpoints"],
        ["Hosting"] =
        [
            "Protocol",
            "Shared",
            "Data",
            "Dialects",
            "Clients",
            "Tokens",
            "Activity",
            "Mail",
            "Accounts",
            "Pages",
            "Endpoints",
            "AccountPages",
            "Admin",
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
    public void Pages_do_not_touch_the_database() =>
        SourceFile
            .Shipped.Where(file => file.Module is "AccountPages" or "Hub" or "Pages")
            .Where(file => System.Text.RegularExpressions.Regex.IsMatch(file.Text, @"\bDb\b|DbContext", default, TimeSpan.FromSeconds(1)))
            .Select(file => file.Name)
            .ShouldBeEmpty();

    [Fact]
    public void An_endpoint_uses_no_other_endpoint()
    {
        var wrong =
            from file in SourceFile.Shipped.Where(file => file.Module == "Endpoints")
            from used in file.Uses
            where
                used.StartsWith("Tokenhouse.Server.Endpoints.", StringComparison.Ordinal)
                && !used.StartsWith(file.FolderNamespace, StringComparison.Ordinal)
            select $"{file.Name} uses {used}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_protocol_knows_no_HTTP_no_database_no_container_and_no_clock()
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
            from file in SourceFile.Shipped.Where(file => file.Module == "Protocol")
            from word in forbidden
            where file.Text.Contains(word, StringComparison.Ordinal)
            select $"{file.Name} says {word}";
        wrong.ShouldBeEmpty();
        typeof(Tokenhouse.Protocol.Site)
            .Assembly.GetReferencedAssemblies()
            .ShouldAllBe(name => name.Name!.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dialect_file_reaches_no_clock_tenant_client_or_IO()
    {
        string[] forbidden = ["TimeProvider", "HttpContext", "IServiceProvider", "Task", "File.", "Tenant", "Clients"];
        var wrong =
            from file in SourceFile.Shipped.Where(file =>
                file.Module == "Dialects" && Path.GetFileName(file.Name) is not ("Wire.cs" or "Body.cs")
            )
            from word in forbidden
            where file.Text.Contains(word, StringComparison.Ordinal)
            select $"{file.Name} says {word}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_core_does_not_ask_which_dialect_it_serves() =>
        SourceFile
            .Shipped.Where(file => file.Module is not ("Dialects" or "Hosting" or "Demo"))
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
            .Where(file => !file.Lines.Contains($"namespace {NamespaceOf(file)};"))
            .Select(file => file.Name)
            .ShouldBeEmpty();

    private static string NamespaceOf(SourceFile file) => file.FolderNamespace;
}
