namespace Tokenhouse.Tests.Architecture;

/// <summary>The table of modules (CONTRIBUTING.md), held: which folder may take names from which.</summary>
public sealed class ModuleTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Core"] = [],
        ["Shared"] = [],
        ["AspNetCore"] = ["Shared"],
        ["Data"] = ["Core"],
        ["Dialects"] = ["Core"],
        ["Clients"] = ["Core", "Shared", "Data"],
        ["Tokens"] = ["Core", "Data", "Clients"],
        ["Activity"] = ["Core", "Shared", "Data"],
        ["Mail"] = ["Core"],
        ["Accounts"] = ["Core", "Shared", "Data", "Clients", "Tokens", "Mail"],
        ["Pages"] = ["Core"],
        ["Endpoints"] = ["Core", "Data", "Dialects", "Clients", "Tokens", "Activity", "Accounts", "Pages"],
        ["AccountPages"] = ["Core", "Data", "Activity", "Accounts", "Pages", "Endpoints"],
        ["Admin"] = ["Core", "Shared", "Data", "Clients", "Tokens", "Activity", "Accounts", "Mail"],
        ["Hub"] = ["Core", "Data", "Accounts", "Admin", "Pages", "Endpoints"],
        ["Demo"] = ["Core", "Data", "Clients", "Accounts", "Endpoints"],
        ["Hosting"] =
        [
            "Core",
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
