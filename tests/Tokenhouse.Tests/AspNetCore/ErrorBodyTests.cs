using Microsoft.AspNetCore.Http;
using Tokenhouse.AspNetCore;
using Tokenhouse.Tests.Support;

namespace Tokenhouse.Tests.AspNetCore;

/// <summary>The bodies of refusals. Status, challenge and correlation id are the same in all of them.</summary>
public sealed class ErrorBodyTests : IAsyncLifetime
{
    private FakeAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await FakeAuthority.Start();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task Problem_details_are_those_of_RFC_9457() =>
        await Bodies(
            TokenhouseErrors.ProblemDetails,
            "application/problem+json",
            """{"title":"Unauthorized","status":401,"detail":"The access token is missing. Send it in an Authorization: Bearer header.","correlation_id":"{id}"}""",
            """{"title":"Unauthorized","status":401,"detail":"The access token is malformed.","error":"invalid_token","correlation_id":"{id}"}""",
            """{"title":"Bad Request","status":400,"detail":"The Authorization header must be the word Bearer, a space and an access token.","error":"invalid_request","correlation_id":"{id}"}""",
            """{"title":"Forbidden","status":403,"detail":"The access token belongs to another tenant than the requested one.","error":"insufficient_scope","correlation_id":"{id}"}""",
            """{"title":"Service Unavailable","status":503,"detail":"The access token can't be checked at the moment. Keep it and try again.","error":"temporarily_unavailable","correlation_id":"{id}"}"""
        );

    [Fact]
    public async Task The_envelope_of_app_keys_names_the_APIs_own_path() =>
        await Bodies(
            TokenhouseErrors.AppKeyEnvelope,
            "application/json",
            """{"status":"error","error_type":"unauthorized","title":"Authentication with the API failed, please check your details and try again.","instance":"/v3/451/jobs"}""",
            """{"status":"error","error_type":"unauthorized","title":"Authentication with the API failed, please check your details and try again.","instance":"/v3/451/jobs"}""",
            """{"status":"error","error_type":"validation","title":"The Authorization header must be the word Bearer, a space and an access token.","instance":"/v3/451/jobs","invalid_parameters":[{"parameter":"Authorization","reason":"The Authorization header must be the word Bearer, a space and an access token."}]}""",
            """{"status":"error","error_type":"forbidden","title":"The access token belongs to another tenant than the requested one.","instance":"/v3/451/jobs"}""",
            """{"status":"error","error_type":"internal_server_error","title":"The access token can't be checked at the moment. Keep it and try again.","instance":"/v3/451/jobs"}"""
        );

    [Fact]
    public async Task The_array_names_a_field_where_there_is_one() =>
        await Bodies(
            TokenhouseErrors.MessageArray,
            "application/json",
            """[{"message":"The access token is missing. Send it in an Authorization: Bearer header."}]""",
            """[{"message":"The access token is malformed."}]""",
            """[{"message":"The Authorization header must be the word Bearer, a space and an access token.","field":"Authorization"}]""",
            """[{"message":"The access token belongs to another tenant than the requested one.","field":"tenantId"}]""",
            """[{"message":"The access token can't be checked at the moment. Keep it and try again."}]"""
        );

    [Fact]
    public async Task An_API_may_write_its_own() =>
        await Bodies(
            (http, refusal) =>
                http.Response.WriteAsync($"{refusal.Status} {refusal.Error} {refusal.Field} {refusal.Scope} {refusal.CorrelationId}"),
            null,
            "401    {id}",
            "401 invalid_token   {id}",
            "400 invalid_request Authorization  {id}",
            "403 insufficient_scope tenantId  {id}",
            "503 temporarily_unavailable   {id}"
        );

    [Fact]
    public async Task A_path_is_an_instance_and_not_markup()
    {
        await using var api = await ProtectedApi.Start(authority, options => options.ErrorBody = TokenhouseErrors.AppKeyEnvelope);
        var answer = await api.Call(null, "/v3/%22%3Cb%3E%5C/jobs");
        answer.Json.GetProperty("instance").GetString().ShouldBe("/v3/\"<b>\\/jobs");
    }

    private async Task Bodies(Func<HttpContext, TokenhouseRefusal, Task> errorBody, string? contentType, params string[] bodies)
    {
        const string Path = "/v3/451/jobs";
        await using var api = await ProtectedApi.Start(authority, options => options.ErrorBody = errorBody);
        Answer[] answers =
        [
            await api.Call(null, Path),
            await api.Call("a.b", Path),
            await api.Send(HttpMethod.Get, Path, ("Authorization", "Bearer")),
            await api.Call(authority.Token(api.Now), Path),
            await Away(),
        ];
        answers.Select(answer => answer.Status).ShouldBe([401, 401, 400, 403, 503]);
        answers.Select(answer => answer.Body.Replace(answer.CorrelationId, "{id}", StringComparison.Ordinal)).ShouldBe(bodies);
        answers.ShouldAllBe(answer => answer["Content-Type"] == contentType && answer["Cache-Control"] == "no-store");
        answers.Count(answer => answer["WWW-Authenticate"] is not null).ShouldBe(4);

        async Task<Answer> Away()
        {
            authority.IsAway = true;
            return await api.Call(authority.OpaqueToken(api.Now), Path);
        }
    }
}
