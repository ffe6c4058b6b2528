using System.Text.Json.Nodes;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>If-Match (RFC 9110, 13.1.1): a change is made only if one of the ETags is that of the resource.</summary>
[Trait("Category", "Security")]
[Collection<ApiServers>]
public sealed class IfMatchTests(TestServers servers)
{
    [Theory]
    [InlineData("\"{now}\"", true)]
    [InlineData("*", true)]
    [InlineData("\"999\", \"{now}\"", true)]
    [InlineData("\"{now}\",\"999\"", true)]
    [InlineData("W/\"{now}\", \"{now}\"", true)]
    [InlineData("\"of another server\", \"{now}\"", true)]
    [InlineData(", \"{now}\" ,", true)] // empty elements are ignored (RFC 9110, 5.6.1)
    [InlineData("\"999\"", false)]
    [InlineData("\"999\", \"998\"", false)]
    [InlineData("W/\"{now}\"", false)] // compared strongly, so a weak one never matches
    [InlineData("{now}", false)] // no ETag without quotes
    [InlineData("\"0{now}\"", false)]
    [InlineData("\"{now}", false)]
    [InlineData("\"{now}\" \"999\"", false)]
    [InlineData("*, \"{now}\"", false)]
    [InlineData("rubbish", false)]
    [InlineData(",", false)]
    public async Task A_change_is_made_only_if_an_ETag_matches(string header, bool isMade)
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var name in (string[])["ChangeCredential", "ChangeTenant", "EditRequest"])
        {
            var path = samples.Of(name).Path;
            var now = (await samples.Send(name, "GET", path, null))["ETag"]!.Trim('"');
            var before = await samples.Changes();
            var answer = await samples.Send(
                name,
                "PUT",
                path,
                samples.Of(name).Body,
                header.Replace("{now}", now, StringComparison.Ordinal)
            );
            if (isMade)
                answer.Status.ShouldBeOneOf(200, 204);
            else
                (answer.Status, answer.Json.GetProperty("code").GetString()).ShouldBe((412, "version_mismatch"), name);
            (await samples.Changes() > before).ShouldBe(isMade, name);
        }
    }

    [Fact]
    public async Task A_header_with_ETags_counts_instead_of_the_version_in_the_body_but_any_ETag_does_not()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var path = samples.Of("ChangeTenant").Path;
        var now = (await samples.Send("ChangeTenant", "GET", path, null))["ETag"]!;
        var body = samples.Of("ChangeTenant").Body;
        body["version"] = 999;
        (await samples.Send("ChangeTenant", "PUT", path, body, "*")).Status.ShouldBe(412);
        (await samples.Send("ChangeTenant", "PUT", path, body, now)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task What_has_no_ETag_matches_none()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var (path, body) = samples.Of("LabelNetwork");
        var before = await samples.Changes();
        var answer = await samples.Send("LabelNetwork", "PUT", path, body, "\"0\"");
        (answer.Status, answer.Json.GetProperty("detail").GetString()).ShouldBe(
            (412, "This has no ETag, so If-Match can't match. Send the request without it.")
        );
        (await samples.Changes()).ShouldBe(before);
        (await samples.Send("LabelNetwork", "PUT", path, JsonNode.Parse(body.ToJsonString()), "*")).Status.ShouldBe(200);
    }
}
