using System.Text.RegularExpressions;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Architecture;

/// <summary>A file of what is shipped, as text: enough to hold the budgets and the module table.</summary>
internal sealed partial class SourceFile(string path)
{
    private const string Server = "Tokenhouse.Server";

    public static IReadOnlyList<SourceFile> Shipped { get; } =
    [
        .. System
            .IO.Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => !Generated().IsMatch(file))
            .Select(file => new SourceFile(file)),
    ];

    public string Name { get; } = Path.GetRelativePath(SourceTree.Root, path);

    public string[] Lines { get; } = File.ReadAllLines(path);

    public string Text => string.Join('\n', Lines);

    /// <summary>The first folder below the server, or Core; empty for Program.cs.</summary>
    public string Module => ModuleOf(FolderNamespace);

    /// <summary>The namespace that the folder stands for.</summary>
    public string FolderNamespace =>
        Path.GetDirectoryName(Name)!.Split(Path.DirectorySeparatorChar)[1..] is var folders ? string.Join('.', folders) : "";

    /// <summary>The namespaces of this product that the file takes names from, by using or by writing them out.</summary>
    public IEnumerable<string> Uses =>
        Using()
            .Matches(Text)
            .Select(match => match.Groups[1].Value)
            .Concat(Qualified().Matches(Text).Select(match => $"{Server}.{match.Groups[1].Value}"))
            .Distinct();

    public static string ModuleOf(string name)
    {
        var parts = name.Split('.');
        if (parts is ["Tokenhouse", "Core" or "Shared" or "AspNetCore" or "Client", ..])
            return parts[1];
        return parts.Length > 2 ? parts[2] : "";
    }

    [GeneratedRegex(@"[/\\](obj|bin|Migrations)[/\\]", RegexOptions.None, 1000)]
    private static partial Regex Generated();

    [GeneratedRegex(@"^@?using (?:static )?(Tokenhouse\.[A-Za-z.]+);?\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();

    // Within the server a name can also be reached half-qualified, as in `Demo.Greeting`.
    [GeneratedRegex(
        @"(?<![\w.]|namespace |using )(?:Tokenhouse\.Server\.)?((?:Hosting|OAuth|Clients|Tokens|EventLog|Notifications|RateLimiting|Data|Demo)(?:\.[A-Z]\w*)*)\.[A-Z]\w*(?!\w*[""/])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Qualified();
}
