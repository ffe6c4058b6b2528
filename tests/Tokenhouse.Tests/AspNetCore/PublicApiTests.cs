using System.Reflection;
using System.Text;
using Tokenhouse.AspNetCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>
/// What API teams compile against, as text beside this test. A change of it is seen in review; <c>TOKENHOUSE_WRITE_FIXTURES=1</c> writes it anew.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_one_that_was_agreed_on()
    {
        var file = Path.Combine(SourceTree.Root, "tests", "Tokenhouse.Tests", "AspNetCore", "Tokenhouse.AspNetCore.txt");
        var now = Render(typeof(TokenhouseOptions).Assembly);
        if (System.Environment.GetEnvironmentVariable("TOKENHOUSE_WRITE_FIXTURES") == "1")
            File.WriteAllText(file, now);
        now.ShouldBe(File.ReadAllText(file));
    }

    private static string Render(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.IsAbstract && type.IsSealed ? "static class " : "sealed class ").Append(type.FullName);
            text.Append(type.BaseType is { } parent && parent != typeof(object) ? $" : {Name(parent)}" : "").Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(Line)
                .OfType<string>()
                .Order(StringComparer.Ordinal);
            foreach (var member in members)
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Null for what a property or the compiler made.</summary>
    private static string? Line(MemberInfo member) =>
        member switch
        {
            FieldInfo field => $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
            PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{{Accessors(property)}}}",
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: false } method when !method.Name.Contains('<', StringComparison.Ordinal) =>
                $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
            _ => null,
        };

    private static string Accessors(PropertyInfo property) =>
        (property.GetMethod is { IsPublic: true } ? " get;" : "") + (property.SetMethod is { IsPublic: true } ? " set; " : " ");

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
}
