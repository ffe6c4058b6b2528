extern alias client;

using System.Reflection;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Hosting;

namespace Tokenhouse.Tests.Architecture;

/// <summary>Budgets of size and style. They are held, not wished for.</summary>
public sealed partial class BudgetTests
{
    private static readonly Assembly[] Shipped =
    [
        typeof(Tokenhouse.Core.Site).Assembly,
        typeof(Installation).Assembly,
        typeof(Tokenhouse.AspNetCore.TokenhouseOptions).Assembly,
        typeof(client::Tokenhouse.Client.TokenhouseClientOptions).Assembly,
    ];

    /// <summary>Words that say nothing. The framework's own words (Middleware, Handler, Options) say what the framework means by them.</summary>
    private static readonly string[] EmptyWords = ["Helper", "Helpers", "Util", "Utils", "Manager", "Processor", "Impl"];

    [Fact]
    public void Files_are_short() =>
        SourceFile
            .Shipped.Where(file => file.Lines.Length > 300)
            .Select(file => $"{file.Name} has {file.Lines.Length} lines")
            .ShouldBeEmpty();

    [Fact]
    public void Methods_are_short()
    {
        var wrong =
            from file in SourceFile.Shipped
            from method in Methods(file.Lines)
            where method.Length > 40
            select $"{file.Name}: {method.Name} has {method.Length} lines";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Constructors_take_at_most_five_parameters()
    {
        // Records list their members, which is what they are for.
        var wrong =
            from type in Types().Where(type => type.GetMethod("<Clone>$") is null && !type.IsValueType)
            from constructor in type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            where constructor.GetParameters().Length > 5
            select $"{type.Name} takes {constructor.GetParameters().Length}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Classes_are_sealed()
    {
        var bases = Types().Select(type => type.BaseType).ToHashSet();
        Types()
            .Where(type =>
                type is { IsClass: true, IsSealed: false }
                && !bases.Contains(type)
                && !type.IsAssignableTo(typeof(Microsoft.AspNetCore.Components.IComponent))
            )
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Names_say_something() =>
        Types()
            .Select(type => type.Name)
            .Where(name => EmptyWords.Any(word => name.EndsWith(word, StringComparison.Ordinal)))
            .ShouldBeEmpty();

    [Fact]
    public void There_is_no_interface_with_one_implementation()
    {
        var wrong =
            from contract in Types().Where(type => type.IsInterface)
            where Types().Count(type => type.IsClass && type.IsAssignableTo(contract)) < 2
            select contract.Name;
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_type_says_what_it_promises()
    {
        var wrong =
            from file in SourceFile.Shipped.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal))
            from line in Enumerable.Range(0, file.Lines.Length)
            where TopLevelType().IsMatch(file.Lines[line]) && !Above(file.Lines, line).StartsWith("///", StringComparison.Ordinal)
            select $"{file.Name}:{line + 1}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Comments_are_no_banners_and_there_are_no_regions() =>
        SourceFile
            .Shipped.Where(file =>
                file.Lines.Any(line =>
                    Regex.IsMatch(
                        line,
                        @"^\s*(#region|//\s*[-=*#]{3,}|#pragma warning disable)",
                        RegexOptions.None,
                        TimeSpan.FromSeconds(1)
                    )
                )
            )
            .Select(file => file.Name)
            .ShouldBeEmpty();

    [Fact]
    public void One_grant_is_read_in_a_few_files()
    {
        string[] read =
        [
            "OAuth/Token/TokenEndpoint.cs",
            "OAuth/Token/ClientCredentialsGrant.cs",
            "OAuth/Dialects/ProtocolSerializer.cs",
            "OAuth/Dialects/Connect.cs",
            "Clients/ClientAuthentication.cs",
            "Clients/AuthenticatedClient.cs",
            "Tokens/TokenIssuer.cs",
        ];
        var files = read.Select(name => SourceFile.Shipped.Single(file => file.Name == $"src/Tokenhouse.Server/{name}"))
            .Append(SourceFile.Shipped.Single(file => file.Name == "src/Tokenhouse.Core/TokenRequest.cs"))
            .ToList();
        files.Count.ShouldBeLessThanOrEqualTo(8);
        files.Sum(file => file.Lines.Length).ShouldBeLessThanOrEqualTo(600);
    }

    private static IEnumerable<Type> Types() =>
        Shipped
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.Namespace?.StartsWith("Tokenhouse", StringComparison.Ordinal) is true
                && !type.Namespace.Contains("Migrations", StringComparison.Ordinal)
            )
            .Where(type =>
                !type.Name.Contains('<', StringComparison.Ordinal)
                && type.DeclaringType?.Name.Contains('<', StringComparison.Ordinal) is not true
            );

    private static string Above(string[] lines, int line)
    {
        while (line > 0 && lines[line - 1].TrimStart() is ['[', ..])
            line--;
        return line > 0 ? lines[line - 1] : "";
    }

    // By the formatter's indentation: a member begins with four spaces and its block ends with a brace in the same column.
    private static IEnumerable<(string Name, int Length)> Methods(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i] != "    {")
                continue;
            var end = Array.FindIndex(lines, i, line => line is "    }" or "    };"); // a method, or what a field is set to
            if (end > i)
                yield return (lines[i - 1].Trim(), end - i - 1);
        }
    }

    [GeneratedRegex(
        @"^(public|internal)? ?(static |sealed |abstract |partial |readonly )*(class|record|record struct|struct|interface|enum) ",
        RegexOptions.None,
        1000
    )]
    private static partial Regex TopLevelType();
}
