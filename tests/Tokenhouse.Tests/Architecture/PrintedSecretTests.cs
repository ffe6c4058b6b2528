extern alias client;

using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tokenhouse.Server.Hosting;

namespace Tokenhouse.Tests.Architecture;

/// <summary>
/// What holds a secret does not print it: a record prints all that it has, unless it says otherwise, and ends up in a log or an exception sooner or
/// later. A member whose name sounds like a secret is one, unless it is listed here.
/// </summary>
[Trait("Category", "Security")]
public sealed partial class PrintedSecretTests
{
    private const string Canary = "canary-never-printed";

    private static readonly Assembly[] Shipped =
    [
        typeof(Tokenhouse.Core.Site).Assembly,
        typeof(Installation).Assembly,
        typeof(Tokenhouse.AspNetCore.TokenhouseOptions).Assembly,
        typeof(client::Tokenhouse.Client.TokenhouseClientOptions).Assembly,
    ];

    /// <summary>Members that only sound like secrets.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "OAuthError.Code", // as invalid_client
        "RefusalCause.Code",
        "RefusalKey.Code",
        "Problem.Code",
        "ReportedRefusal.Code",
        "PostmanVariable.Key", // its name
        "PostmanVariable.Value", // empty if the variable is for a secret
        "Report.Code",
        "CredentialFilter.Text", // what is searched for
        "Asked.Text",
        "CacheKey.Key", // the id of what changed
        "ConnectedApplication.Key", // the ids of tenant, environment and client
        "TenantRange.Text", // as 200000-299999
        "TrustedText.Text", // registered, configured or our own words
        "RateLimit.Key", // what is counted, as an email address
    ];

    private static IEnumerable<Type> Types =>
        Shipped.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal)); // not generated

    [Fact]
    public void No_record_prints_a_secret() =>
        Types
            .Where(PrintsAllMembers)
            .SelectMany(type => Readable(type).Where(IsSecret).Select(Named))
            .Except(Harmless)
            .ShouldBeEmpty("Override ToString, or use SecretText.");

    [Fact]
    public void What_prints_itself_leaves_its_secrets_out()
    {
        var types = Types
            .Where(type =>
                type is { IsAbstract: false, ContainsGenericParameters: false } && PrintsItself(type) && Readable(type).Any(IsSecret)
            )
            .ToList();
        types.ShouldNotBeEmpty();
        foreach (var type in types)
        {
            var instance = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                if (field.FieldType == typeof(string))
                    field.SetValue(instance, SecretName().IsMatch(Property(field)) ? Canary : "harmless");
                else if (field.FieldType == typeof(Uri))
                    field.SetValue(instance, new Uri("https://harmless.example"));
            instance.ToString()!.Contains(Canary, StringComparison.Ordinal).ShouldBeFalse(type.FullName);
        }
    }

    [Fact]
    public void Each_member_that_is_said_to_be_harmless_exists() =>
        Harmless.Except(Types.SelectMany(Readable).Where(IsSecret).Select(Named)).ShouldBeEmpty();

    /// <summary>Whether the compiler wrote how it prints, as it does for records.</summary>
    private static bool PrintsAllMembers(Type type) => Printing(type) is { } method && IsGenerated(method);

    private static bool PrintsItself(Type type) => Printing(type) is { } method && !IsGenerated(method) && !IsGenerated(type);

    private static MethodInfo? Printing(Type type) =>
        type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, []);

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static IEnumerable<PropertyInfo> Readable(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(property => property.CanRead);

    private static bool IsSecret(PropertyInfo property) =>
        property.PropertyType == typeof(AuthenticationHeaderValue)
        || ((property.PropertyType == typeof(string) || property.PropertyType == typeof(Uri)) && SecretName().IsMatch(property.Name));

    private static string Named(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";

    /// <summary>The name of the property whose value the field holds.</summary>
    private static string Property(FieldInfo field) => field.Name.Split('<', '>') is [_, var name, ..] ? name : field.Name;

    [GeneratedRegex(
        "(Secret|Password|Again|Key|Token|Code|Verifier|Link|Cookie|Postgres|Connection|Value|Text|Body)$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex SecretName();
}
