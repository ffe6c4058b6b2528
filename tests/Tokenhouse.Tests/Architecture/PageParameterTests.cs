using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Tokenhouse.Server.Hosting;

namespace Tokenhouse.Tests.Architecture;

/// <summary>Pages get their parameters as anonymous objects, whose names no compiler compares with those of the page. So this does.</summary>
public sealed partial class PageParameterTests
{
    private static readonly Dictionary<string, Type> Pages = typeof(Installation)
        .Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IComponent)))
        .ToDictionary(type => type.Name);

    [Fact]
    public void Every_page_is_given_the_parameters_that_it_requires_and_no_others()
    {
        var written = (
            from file in SourceFile.Shipped
            from Match call in WritesPage().Matches(file.Text)
            let page = Pages[call.Groups["page"].Value]
            select (file.Name, Page: page, Given: Names(file.Text[(call.Index + call.Length)..]))
        ).ToList();
        var wrong = from call in written from fault in Faults(call.Page, call.Given) select $"{call.Name}: {call.Page.Name} {fault}";
        wrong.ShouldBeEmpty();
        written.Count.ShouldBeGreaterThan(60);
    }

    private static IEnumerable<string> Faults(Type page, IReadOnlyCollection<string> given)
    {
        var parameters = page.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))).ToList();
        foreach (var name in given.Except(parameters.Select(parameter => parameter.Name)))
            yield return $"has no parameter {name}";
        var required = parameters
            .Where(parameter => parameter.IsDefined(typeof(EditorRequiredAttribute)))
            .Select(parameter => parameter.Name);
        foreach (var name in required.Except(given))
            yield return $"lacks its parameter {name}";
    }

    /// <summary>The names in the anonymous object among the arguments of a call; none if there is no such object.</summary>
    private static IReadOnlyCollection<string> Names(string rest)
    {
        var arguments = Balanced(rest, '(', ')');
        var begin = AnonymousObject().Match(arguments);
        if (!begin.Success)
            return [];
        var members = Balanced(arguments[(begin.Index + begin.Length)..], '{', '}');
        return [.. Member().Matches(WithoutNested(members)).Select(member => member.Groups["name"].Value)];
    }

    /// <summary>The text up to the bracket that closes one which was opened before it.</summary>
    private static string Balanced(string text, char opening, char closing)
    {
        var depth = 1;
        for (var i = 0; i < text.Length; i++)
        {
            depth +=
                text[i] == opening ? 1
                : text[i] == closing ? -1
                : 0;
            if (depth == 0)
                return text[..i];
        }
        throw new InvalidOperationException($"Nothing closes {opening}.");
    }

    private static string WithoutNested(string text)
    {
        while (Nested().IsMatch(text))
            text = Nested().Replace(text, "");
        return text;
    }

    [GeneratedRegex(@"\bWrite(?:Page)?<(?<page>(?!TPage\b)\w+Page)>\(", RegexOptions.None, 1000)]
    private static partial Regex WritesPage();

    [GeneratedRegex(@"\bnew\s*\{", RegexOptions.None, 1000)]
    private static partial Regex AnonymousObject();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Nested();

    [GeneratedRegex(@"(?:^|,)\s*(?<name>\w+)\s*=(?!=)", RegexOptions.None, 1000)]
    private static partial Regex Member();
}
