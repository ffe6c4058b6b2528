using Microsoft.Net.Http.Headers;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.OAuth.Description;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Returns a Postman environment for one credential: all that the requests of the Postman collection need but the secret.</summary>
public sealed class ReadPostmanEnvironment(AdminOperations operations, Datacentre datacentre)
{
    public static readonly Permission Needed = ReadCredential.Needed;

    public Task<Result<PostmanEnvironmentFile, Problem>> Execute(Caller caller, ClientKey key) =>
        operations.Read<PostmanEnvironmentFile>(
            caller,
            Needed,
            async (db, now) =>
            {
                if (await key.Find(db) is not { } client)
                    return Problem.NotFound;
                var (contracts, catalogue) = (await db.Coverage(client.Environment), await db.Catalogue());
                IReadOnlyList<string> scopes = [.. client.Scopes.Where(scope => contracts.Covers(scope, now))];
                return PostmanEnvironment.Of(
                    datacentre.Site(client.Environment),
                    client.Kind,
                    client.Id,
                    Values(client, scopes, catalogue).Where(value => value.Value is { Length: > 0 })!
                );
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapGet(
                "/credentials/{environment}/{client}/postman",
                async (HttpContext http, string environment, string client, ReadPostmanEnvironment read) =>
                {
                    var key = new ClientKey(environment, client);
                    return (await read.Execute(http.Caller(), key)).Ok(out var file, out var problem)
                        ? Download(http, key, file)
                        : problem.Answer();
                }
            )
            .RequirePermission(Needed)
            .Produces<PostmanEnvironmentFile>()
            .WithName("ReadPostmanEnvironment")
            .WithSummary("Returns a Postman environment for a credential, ready but for its secret.");

    /// <summary>The response that browsers store as a file.</summary>
    internal static IResult Download(HttpContext http, ClientKey key, PostmanEnvironmentFile file)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{key.Id}-{key.Environment}.postman_environment.json");
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(file);
    }

    /// <summary>A token is for one API, so the scopes are those of the first one.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Values(Client client, IReadOnlyList<string> scopes, ScopeCatalogue catalogue)
    {
        var api = scopes.Select(catalogue.ApiOf).FirstOrDefault(its => its is not null);
        var ofApi = scopes.Where(scope => catalogue.ApiOf(scope) is not { } its || its == api);
        if (client.Kind is ClientKind.AppKey)
            return [new("app_key_resource", api)];
        if (client.Kind.MayActForPeople())
            return
            [
                new("person_scope", string.Join(' ', ofApi.Concat(client.Kind.SignInScopes(client.SwitchedOffScopes)).Distinct())),
                new("redirect_uri", client.RedirectUris.FirstOrDefault()),
            ];
        return [new("scope", string.Join(' ', ofApi)), new("resource", api)];
    }
}
