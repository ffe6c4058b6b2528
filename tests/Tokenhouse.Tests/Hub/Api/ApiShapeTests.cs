using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>How the API speaks: its errors, its names, its description.</summary>
[Collection<ApiServers>]
public sealed class ApiShapeTests(TestServers servers)
{
    private const string List = "/acme/credentials/live/acme-live/allowlist";

    [Fact]
    public async Task A_creation_answers_with_what_it_made_and_where_it_is()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(List, """{"network":"192.0.2.1","label":"office"}""");
        var id = answer.Json.GetProperty("id").GetString();
        answer.Status.ShouldBe(201);
        answer["Location"].ShouldBe($"/api/v1/tenants/acme/credentials/LIVE/acme-live/allowlist/{id}");
        answer.Body.ShouldBe(
            $$"""{"id":"{{id}}","network":"192.0.2.1/32","label":"office","added_by":"{{program.Id}}","added_at":"{{answer.Json.GetProperty("added_at").GetString()}}"}"""
        );
        (await program.Send(HttpMethod.Delete, $"{List}/{id}")).Status.ShouldBe(204);
        (await program.Send(HttpMethod.Delete, $"{List}/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_wrong_field_is_told_by_its_name_and_what_to_write()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(List, """{"network":"10.1.2.3/8"}""");
        (answer.Status, answer["Content-Type"]).ShouldBe((422, "application/problem+json"));
        answer
            .Json.GetProperty("fields")
            .GetProperty("network")
            .GetString()
            .ShouldBe("10.1.2.3/8 doesn't start at the beginning of its network. Write 10.0.0.0/8, or 10.1.2.3 for the single address.");
    }

    [Theory]
    [InlineData("""{"network":"192.0.2.2","lable":"typo"}""")]
    [InlineData("""{"network":7}""")]
    [InlineData("""{"network":""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_body_that_cannot_be_read_is_refused_as_a_problem(string body)
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var answer = await program.Post(List, body);
        (answer.Status, answer["Content-Type"]).ShouldBe((400, "application/problem+json"), answer.Body);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var body = $$"""{"network":"192.0.2.2","label":"{{new string('x', 3_000_000)}}"}""";
        (await program.Post(List, body)).Status.ShouldBe(413);
        (await program.Post(List, body, ("Idempotency-Key", "long"))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task What_is_not_there_and_what_cannot_be_done_to_it_are_problems()
    {
        var server = await servers.On();
        var program = await HubProgram.Of(server, HubProgram.Acme, "hub.allowlists.write");
        var (none, method) = (await program.Get("/acme/nothing"), await program.Send(HttpMethod.Put, "/acme/overview", "{}"));
        (none.Status, none["Content-Type"]).ShouldBe((404, "application/problem+json"));
        (method.Status, method["Allow"], method["Content-Type"]).ShouldBe((405, "GET, HEAD", "application/problem+json"));
    }

    [Fact]
    public async Task It_describes_itself()
    {
        var server = await servers.On();
        var answer = await server.Get(HubProgram.Dc2 + "/openapi/v1.json");
        answer.Status.ShouldBe(200);
        var document = answer.Json;
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(HubProgram.Dc2);
        document
            .GetProperty("components")
            .GetProperty("securitySchemes")
            .GetProperty("client_credentials")
            .GetProperty("flows")
            .GetProperty("clientCredentials")
            .GetProperty("tokenUrl")
            .GetString()
            .ShouldBe("http://login.dc2.localhost:5080/connect/token");
        var operation = document
            .GetProperty("paths")
            .GetProperty("/api/v1/tenants/{tenant}/credentials/{environment}/{client}/allowlist")
            .GetProperty("post");
        operation.GetProperty("security")[0].GetProperty("client_credentials")[0].GetString().ShouldBe("hub.allowlists.write");
        operation
            .GetProperty("parameters")
            .EnumerateArray()
            .Select(parameter => parameter.GetProperty("name").GetString())
            .ShouldBe(["tenant", "environment", "client", "Idempotency-Key"], ignoreOrder: true);
        answer.Body.ShouldNotContain("\"/t/{tenant}\"");
    }

    [Fact]
    public async Task Its_description_gives_everything_a_type()
    {
        var server = await servers.On();
        var document = (await server.Get(HubProgram.Dc2 + "/openapi/v1.json")).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var untyped =
            from schema in schemas.EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _)
            from property in schema.Value.GetProperty("properties").EnumerateObject()
            where !IsTyped(property.Value)
            select $"{schema.Name}.{property.Name}";
        untyped.ShouldBeEmpty();
        var parameters =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Value.TryGetProperty("parameters", out _)
            from parameter in operation.Value.GetProperty("parameters").EnumerateArray()
            where !IsTyped(parameter.GetProperty("schema"))
            select $"{path.Name} {parameter.GetProperty("name")}";
        parameters.ShouldBeEmpty();
        var network = schemas.GetProperty("NetworkEntry").GetProperty("properties").GetProperty("network");
        network.GetProperty("type").GetString().ShouldBe("string");
    }

    private static bool IsTyped(System.Text.Json.JsonElement schema) =>
        ((string[])["$ref", "oneOf", "anyOf", "allOf", "enum", "type"]).Any(word => schema.TryGetProperty(word, out _))
        && (!schema.TryGetProperty("items", out var items) || IsTyped(items));
}
