using System.Reflection;
using System.Text.Json;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Audit;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Tests.Hub.Audit;

/// <summary>Every act is told in a sentence.</summary>
public sealed class SentenceTests
{
    private static readonly IReadOnlyList<string> All =
    [
        .. typeof(AuditActions)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field is { IsLiteral: true })
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    [Fact]
    public void Every_act_has_a_name_of_its_own_and_a_sentence()
    {
        All.Count.ShouldBeGreaterThan(1);
        All.ShouldBeUnique();
        All.ShouldAllBe(act => act.Length <= 48 && act.Contains('.', StringComparison.Ordinal));
        foreach (var act in All)
        {
            AuditSentences.Acts.ShouldContain(act);
            var sentence = AuditSentences.Of(Entry(act));
            sentence.ShouldStartWith("ada@nordia.example ");
            sentence.ShouldEndWith(".");
            sentence.ShouldNotContain("{", Case.Sensitive, act);
        }
    }

    [Fact]
    public void A_sentence_takes_what_became_before_what_was()
    {
        AuditSentences
            .Of(Entry(AuditActions.NetworkAdded, after: """{"network":"203.0.113.0/24"}"""))
            .ShouldBe("ada@nordia.example added 203.0.113.0/24 to the allowlist of nordia-erp.");
        AuditSentences
            .Of(Entry(AuditActions.NetworkRemoved, before: """{"network":"203.0.113.0/24"}"""))
            .ShouldBe("ada@nordia.example removed 203.0.113.0/24 from the allowlist of nordia-erp.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not JSON {")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_was_altered_to_nonsense_is_told_too(string? stored) =>
        AuditSentences
            .Of(Entry(AuditActions.NetworkAdded, after: stored))
            .ShouldBe("ada@nordia.example added something to the allowlist of nordia-erp.");

    [Fact]
    public void An_act_of_a_later_release_is_named() =>
        AuditSentences.Of(Entry("moon.moved")).ShouldBe("ada@nordia.example: moon.moved, nordia-erp");

    [Fact]
    public void The_state_is_read_field_by_field()
    {
        AuditSnapshot.Read(null).ShouldBeNull();
        AuditSnapshot.Fields(null).ShouldBeEmpty();
        AuditSnapshot
            .Fields(
                AuditSnapshot.Read(
                    """{"name":"A","ends":null,"isOn":true,"isOff":false,"scopes":["a","b"],"none":[],"most":3,"part":{"x":1.5}}"""
                )
            )
            .ShouldBe([
                ("name", "A"),
                ("ends", "none"),
                ("isOn", "yes"),
                ("isOff", "no"),
                ("scopes", "a, b"),
                ("none", "none"),
                ("most", "3"),
                ("part", """{"x":1.5}"""),
            ]);
        AuditSnapshot.Fields(AuditSnapshot.Read("nonsense")).ShouldBe([("", "nonsense")]);
        AuditSnapshot.Read("nonsense")!.Value.ValueKind.ShouldBe(JsonValueKind.String);
    }

    private static AuditEntry Entry(string act, string? before = null, string? after = null) =>
        new()
        {
            TenantId = 1,
            Sequence = 1,
            At = DateTimeOffset.UnixEpoch,
            Actor = "ada@nordia.example",
            Address = "",
            CorrelationId = "",
            Act = act,
            Target = "nordia-erp",
            Environment = null,
            Before = before,
            After = after,
        };
}
