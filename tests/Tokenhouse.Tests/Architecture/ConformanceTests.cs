using System.Reflection;
using System.Text.RegularExpressions;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Architecture;

/// <summary>The tables in docs/conformance name tests of each requirement, and these exist. So a renamed test changes its row too.</summary>
public sealed partial class ConformanceTests
{
    private const string Heading = "| section | requirement | test |";

    private static readonly string Folder = Path.Combine(SourceTree.Root, "docs", "conformance");

    private static readonly ILookup<string, Type> Classes = typeof(ConformanceTests).Assembly.GetTypes().ToLookup(type => type.Name);

    public static TheoryData<string> Documents() =>
        [.. System.IO.Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Documents))]
    public void Every_requirement_names_tests_that_exist(string document)
    {
        var rows = Rows(Path.Combine(Folder, document)).ToList();
        rows.Count.ShouldBeGreaterThan(50);
        rows.SelectMany(Faults).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("| 2 | it must | `ConformanceTests.Every_requirement_names_tests_that_exist` |", true)]
    [InlineData("| 3.1.2.1 `nonce` | it must | `SourceFile.Shipped`, `ConformanceTests.Documents` |", false)] // no tests
    [InlineData("| 2 | it must | `ConformanceTests.Every_requirement_names_no_test` |", false)]
    [InlineData("| 2 | it must | `NoTests.Every_requirement_names_tests_that_exist` |", false)]
    [InlineData("| 2 | it must | somewhere |", false)]
    [InlineData("| 2 | it must | |", false)]
    [InlineData("| 2 | it must |", false)]
    [InlineData("| all | it must | `ConformanceTests.Every_requirement_names_tests_that_exist` |", false)]
    public void What_names_none_is_noticed(string row, bool isGood) => Faults(row).Any().ShouldBe(!isGood);

    private static IEnumerable<string> Rows(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith('|') || lines[i - 1].StartsWith('|'))
                continue;
            lines[i].ShouldBe(Heading, $"line {i + 1}");
            for (i += 2; i < lines.Length && lines[i].StartsWith('|'); i++)
                yield return lines[i];
        }
    }

    private static IEnumerable<string> Faults(string row)
    {
        if (Row().Match(row) is not { Success: true } match)
        {
            yield return $"No section, requirement and tests: {row}";
            yield break;
        }
        foreach (var name in match.Groups["test"].Captures.Select(capture => capture.Value))
            if (!IsTest(name))
                yield return $"No test: {name}";
    }

    private static bool IsTest(string name)
    {
        var parts = name.Split('.');
        return Classes[parts[0]].Any(type => type.GetMethod(parts[1])?.GetCustomAttribute<FactAttribute>() is { Skip: null });
    }

    [GeneratedRegex(@"^\| [1-9][\d.]*( `\w+`)? \| [^|]+ \| (`(?<test>\w+\.\w+)`(, (?=`)| \|$))+$", RegexOptions.None, 1000)]
    private static partial Regex Row();
}
