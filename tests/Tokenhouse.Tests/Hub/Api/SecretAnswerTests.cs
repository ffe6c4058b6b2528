using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.Hub.Api;

/// <summary>
/// An answer with a secret in it is given again to who repeats the request only for two minutes, only to the same token, and with a line in the audit.
/// The operations come from the description of the API: one that is added is tested here, or found not to be marked.
/// </summary>
[Trait("Category", "Security")]
[Collection<ApiServers>]
public sealed partial class SecretAnswerTests(TestServers servers)
{
    private const string Password = "password";

    [Fact]
    public async Task Every_operation_whose_answer_has_a_secret_is_marked_and_no_other()
    {
        var server = await servers.On(Database.Sqlite);
        var marked = RouteTable
            .OfHub(server, "dc3")
            .Where(route => route.Metadata.Any(mark => mark.GetType().Name == "SecretResponseMetadata"))
            .Select(route => route.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName);
        var told = await WithSecrets(server);
        told.ShouldBe(["AddSecret", "FetchSecret", "Invite", "MakeHandOver", "RevealAppKey"], ignoreOrder: true);
        marked.ShouldBe(told, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_named_like_a_secret_in_an_answer_is_one()
    {
        var server = await servers.On(Database.Sqlite);
        var document = (await server.Get(BrowserSession.Hub + "/openapi/v1.json")).Json;
        var suspects =
            from schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            where schema.Value.TryGetProperty("properties", out _) && !schema.Name.EndsWith("Input", StringComparison.Ordinal)
            from member in schema.Value.GetProperty("properties").EnumerateObject()
            where
                SecretName().IsMatch(member.Name)
                && !IsSensitive(member.Value)
                && member.Value.ToString().Contains("\"string\"", StringComparison.Ordinal)
                && !member.Value.ToString().Contains("\"integer\"", StringComparison.Ordinal)
            select $"{schema.Name}.{member.Name}";
        suspects.ShouldBe(["PostmanVariable.key", "TokenSettings.id_token_algorithm"]); // the variable's name; RS256 or ES256
    }

    [Fact]
    public async Task A_repetition_shows_it_again_and_is_audited_each_time()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var operation in await WithSecrets(server))
        {
            var first = await Post(server, samples, operation);
            first.Status.ShouldBeOneOf([200, 201], $"{operation}: {first}");
            var before = await server.AuditOf(samples.Tenant.Id);
            for (var time = 1; time <= 2; time++)
            {
                var again = await Post(server, samples, operation);
                (again.Status, again.Body).ShouldBe((first.Status, first.Body), operation);
                var added = (await server.AuditOf(samples.Tenant.Id)).Skip(before.Count).ToList();
                added.Count.ShouldBe(time, operation);
                added[^1].Act.ShouldEndWith(".shown-again", Case.Sensitive, operation);
            }
        }
    }

    [Fact]
    public async Task Another_token_of_the_same_program_does_not_get_it()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var other = await samples.Another();
        other.ShouldNotBe(samples.Token);
        foreach (var operation in await WithSecrets(server))
        {
            (await Post(server, samples, operation)).Status.ShouldBeOneOf(200, 201);
            var before = await samples.Changes();
            var again = await Post(server, samples, operation, token: other);
            (again.Status, again.Json.GetProperty("detail").GetString()).ShouldBe(
                (
                    409,
                    "This response contains a secret, so it is repeated only to the access token that made the request. The request was carried out and won't be repeated. If you lost the secret, add another one with a new key, and revoke the lost one."
                ),
                operation
            );
            (await samples.Changes()).ShouldBe(before, operation);
        }
    }

    [Theory, OnEachDatabase]
    public async Task After_two_minutes_it_is_gone_from_the_answer_and_from_the_database(Database database)
    {
        var server = await servers.On(database);
        var samples = await ApiSamples.Arrange(server);
        var operations = await WithSecrets(server);
        foreach (var operation in operations)
            (await Post(server, samples, operation)).Status.ShouldBeOneOf(200, 201);
        (await Sealed(server, samples)).ShouldBe(operations.Count);
        var before = await samples.Changes();
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var operation in operations)
        {
            var again = await Post(server, samples, operation);
            (again.Status, again.Json.GetProperty("detail").GetString()).ShouldBe(
                (
                    410,
                    "This response contains a secret, so it is repeated for 2 minutes only. The request was carried out and won't be repeated. If you lost the secret, add another one with a new key, and revoke the lost one."
                ),
                operation
            );
        }
        await server.Services("dc3").GetRequiredService<CleanupService>().Sweep(CancellationToken.None);
        (await Sealed(server, samples)).ShouldBe(0);
        foreach (var operation in operations)
            (await Post(server, samples, operation)).Status.ShouldBe(410, operation);
        (await samples.Changes()).ShouldBe(before);
    }

    [Fact]
    public async Task What_ended_meanwhile_is_not_shown()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        foreach (var operation in await WithSecrets(server))
        {
            var first = await Post(server, samples, operation);
            await server.Change(async db =>
            {
                db.Tenant = samples.Tenant.Id;
                var now = server.Clock.GetUtcNow();
                await db.Secrets.ExecuteUpdateAsync(row => row.SetProperty(secret => secret.DisabledAt, now));
                await db.HandOvers.ExecuteUpdateAsync(row => row.SetProperty(link => link.SpentAt, now));
                await db.Invitations.ExecuteUpdateAsync(row => row.SetProperty(invitation => invitation.WithdrawnAt, now));
            });
            var again = await Post(server, samples, operation);
            again.Status.ShouldBe(409, $"{operation}: {first}");
            foreach (var secret in Secrets(first))
                again.Body.ShouldNotContain(secret);
            await server.Change(async db =>
            {
                db.Tenant = samples.Tenant.Id;
                await db.Secrets.ExecuteUpdateAsync(row => row.SetProperty(secret => secret.DisabledAt, (DateTimeOffset?)null));
                await db.HandOvers.ExecuteUpdateAsync(row => row.SetProperty(link => link.SpentAt, (DateTimeOffset?)null));
            });
        }
    }

    [Fact]
    public async Task A_program_that_may_not_take_it_any_more_does_not_get_it()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var token = await server.HubToken(samples.Tenant.Id, "hub.credentials.write");
        (await Post(server, samples, "AddSecret", token: token)).Status.ShouldBe(201);
        await Give(server, samples.Client, ["all", "hub.people.write"]);
        var again = await Post(server, samples, "AddSecret", token: token);
        again.Status.ShouldBe(409);
        again.Json.GetProperty("detail").GetString()!.ShouldStartWith("This credential has hub.people.write");
        await Give(server, samples.Client, ["all"]);
        (await Post(server, samples, "AddSecret", token: token)).Status.ShouldBe(201);

        var before = await samples.Changes();
        await server.Change(db =>
            db.Clients.IgnoreQueryFilters()
                .Where(row => row.TenantId == samples.Tenant.Id && row.Id.StartsWith("hub-") && row.Id.EndsWith("credentials-write"))
                .ForEachAsync(row => row.Scopes = ["hub.log.read"])
        );
        (await Post(server, samples, "AddSecret", token: token)).Status.ShouldBe(401);
        await server.Change(db =>
            db.Clients.IgnoreQueryFilters()
                .Where(row => row.TenantId == samples.Tenant.Id)
                .ForEachAsync(row => row.DisabledAt = server.Clock.GetUtcNow())
        );
        (await Post(server, samples, "AddSecret", token: samples.Token)).Status.ShouldBe(401);
        (await samples.Changes()).ShouldBe(before);
    }

    [Theory, OnEachDatabase]
    public async Task Of_fifty_at_once_one_makes_a_secret(Database database)
    {
        var server = await servers.On(database);
        var samples = await ApiSamples.Arrange(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Post(server, samples, "AddSecret")));
        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        answers.Where(answer => answer.Status == 201).Select(answer => answer.Body).Distinct().ShouldHaveSingleItem();
        (await server.SecretsOf(samples.Client)).Count.ShouldBe(2);
        (await server.AuditOf(samples.Tenant.Id)).Count(entry => entry.Act == "secret.added").ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_under_the_key_is_a_mistake_and_shows_nothing()
    {
        var server = await servers.On(Database.Sqlite);
        var samples = await ApiSamples.Arrange(server);
        var first = await Post(server, samples, "AddSecret");
        var other = await Post(server, samples, "AddSecret", """{"days":60}""");
        other.Status.ShouldBe(422);
        other.Body.ShouldNotContain(first.Json.GetProperty("secret").GetString()!);
        (await server.SecretsOf(samples.Client)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_program_of_another_tenant_does_not_get_it_by_the_same_key()
    {
        var server = await servers.On(Database.Sqlite);
        var (samples, others) = (await ApiSamples.Arrange(server), await ApiSamples.Arrange(server));
        var first = await Post(server, samples, "AddSecret");
        (await Post(server, samples, "AddSecret", token: others.Token)).Status.ShouldBe(404);
        var own = await Post(server, others, "AddSecret");
        own.Json.GetProperty("secret").GetString().ShouldNotBe(first.Json.GetProperty("secret").GetString());
    }

    private static async Task<IReadOnlyList<string>> WithSecrets(TestServer server)
    {
        var document = (await server.Get(BrowserSession.Hub + "/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            where operation.Name == "post"
            from response in operation.Value.GetProperty("responses").EnumerateObject()
            where response.Name is "200" or "201" && response.Value.TryGetProperty("content", out _)
            from content in response.Value.GetProperty("content").EnumerateObject()
            where HasSecret(document, content.Value.GetProperty("schema"))
            select operation.Value.GetProperty("operationId").GetString()!,
        ];
    }

    private static bool HasSecret(JsonElement document, JsonElement schema) =>
        ApiDescription.Resolved(document, schema).TryGetProperty("properties", out var members)
        && members.EnumerateObject().Any(member => IsSensitive(member.Value));

    private static bool IsSensitive(JsonElement member) =>
        member.TryGetProperty("format", out var format) && format.GetString() == Password;

    private static IEnumerable<string> Secrets(Answer answer) =>
        answer
            .Json.EnumerateObject()
            .Where(member => member.Name is "secret" or "address" or "link")
            .Select(member => member.Value.GetString()!);

    private static async Task<int> Sealed(TestServer server, ApiSamples samples)
    {
        await using var db = server.Db("dc3");
        db.Tenant = samples.Tenant.Id;
        return await db.IdempotencyKeys.CountAsync(row => row.Sealed != null);
    }

    private static Task Give(TestServer server, Client client, List<string> scopes) =>
        server.Change(db =>
            db.Clients.IgnoreQueryFilters()
                .Where(row => row.Id == client.Id && row.TenantId == client.TenantId)
                .ForEachAsync(row => row.Scopes = scopes)
        );

    private static async Task<Answer> Post(
        TestServer server,
        ApiSamples samples,
        string operation,
        string? body = null,
        string? token = null
    )
    {
        var sample = samples.Of(operation);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{BrowserSession.Hub}/api/v1{sample.Path}");
        request.Headers.Authorization = new("Bearer", token ?? samples.Token);
        request.Headers.Add("Idempotency-Key", "the-key-of-" + operation);
        request.Content = new StringContent(body ?? sample.Body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }

    [GeneratedRegex("secret$|password|token|(^|_)link$|(^|_)key", RegexOptions.None, 1000)]
    private static partial Regex SecretName();
}
