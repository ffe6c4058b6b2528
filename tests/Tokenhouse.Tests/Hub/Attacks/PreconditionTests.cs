using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Attacks;

/// <summary>Who says which version they saw changes no other.</summary>
[Trait("Category", "Security")]
[Collection<AttackServers>]
public sealed class PreconditionTests(TestServers servers)
{
    [Theory, OnEachDatabase]
    public async Task A_member_whose_role_changed_meanwhile_is_not_removed(Database database)
    {
        var server = await servers.On(database);
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.people.read", "hub.people.write");
        var path =
            "/acme/people/"
            + (await program.Get("/acme/people?search=reader@acme.example")).Json.GetProperty("items")[0].GetProperty("id").GetString();
        var seen = (await program.Get(path))["ETag"]!;
        (await program.Send(HttpMethod.Put, path + "/role", """{"role":"Developer","version":null}""", ("If-Match", seen))).Status.ShouldBe(
            204
        );
        (await program.Send(HttpMethod.Delete, path, null, ("If-Match", seen))).Status.ShouldBe(412);
        var now = (await program.Get(path))["ETag"]!;
        var body = $$"""{"role":"Reader","version":{{now.Trim('"')}}}""";
        (await program.Send(HttpMethod.Put, path + "/role", body, ("If-Match", seen))).Status.ShouldBe(412); // the header counts, as elsewhere
        (await program.Send(HttpMethod.Delete, path, null, ("If-Match", now))).Status.ShouldBe(204);
    }
}
