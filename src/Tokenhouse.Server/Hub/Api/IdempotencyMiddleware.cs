using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>
/// A creation with an <c>Idempotency-Key</c> happens once: a caller that repeats it because the response was lost gets the first response again. A response
/// with a secret is repeated only under the conditions of <see cref="SecretResponseMetadata"/>.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotentResponses answers, SecretReplayRule secrets)
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 100;

    public async Task Invoke(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method) || http.Features.Get<Caller>() is not { } caller)
            await next(http);
        else if (key.Length > Longest || key.Any(letter => letter is < '!' or > '~'))
            await Answer(
                http,
                new(StatusCodes.Status400BadRequest, "Invalid key", $"An {Header} can have at most {Longest} visible ASCII characters.")
                {
                    Code = "idempotency_key_unusable",
                }
            );
        else
            await Once(http, caller, key);
    }

    private async Task Once(HttpContext http, Caller caller, string key)
    {
        var request = await Hash(http);
        var kept = await answers.Find(caller, key, request);
        switch (kept)
        {
            case IdempotentResponses.Beginning.Other:
                await Answer(
                    http,
                    new(
                        StatusCodes.Status422UnprocessableEntity,
                        "Key already used",
                        $"This {Header} was already sent with another request. Use a new one for each request."
                    )
                    {
                        Code = "idempotency_key_reused",
                    }
                );
                break;
            case IdempotentResponses.Beginning.Done:
                await Answer(http, IdempotentResponses.Unanswered);
                break;
            case IdempotentResponses.Beginning.Forgotten:
                await Answer(http, SecretReplayRule.Over);
                break;
            case IdempotentResponses.Beginning.Answered answered when await secrets.Refusal(http, caller, answered) is { } refusal:
                await Answer(http, refusal);
                break;
            case IdempotentResponses.Beginning.Answered answered:
                await Replay(http, answered);
                break;
            default:
                caller.Claim = db => answers.Claim(db, caller, key, request);
                await First(http, caller, key);
                break;
        }
    }

    /// <summary>Executes the request and stores the response. A request that wasn't carried out can be retried with the same key.</summary>
    private async Task First(HttpContext http, Caller caller, string key)
    {
        var body = http.Response.Body;
        using var copy = new MemoryStream();
        http.Response.Body = copy;
        try
        {
            await next(http);
            if (http.Response.StatusCode is >= 200 and < 300)
                await answers.Keep(
                    caller,
                    key,
                    new(http.Response.StatusCode, http.Response.Headers.Location, SecretReplayRule.Proof(http), copy.ToArray()),
                    SecretReplayRule.Kept(http)
                );
        }
        finally
        {
            http.Response.Body = body;
        }
        copy.Position = 0;
        await copy.CopyToAsync(body, http.RequestAborted);
    }

    private static async Task Replay(HttpContext http, IdempotentResponses.Beginning.Answered answered)
    {
        http.Response.StatusCode = answered.Status;
        if (answered.Location is { } location)
            http.Response.Headers.Location = location;
        if (answered.Body.Length == 0)
            return;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(answered.Body, http.RequestAborted);
    }

    private static async Task<byte[]> Hash(HttpContext http)
    {
        http.Request.EnableBuffering(FormLimits.OfHub.Length, FormLimits.OfHub.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method}\n{http.Request.Path}\n{http.Request.QueryString}\n"));
        hash.AppendData(await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted));
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static Task Answer(HttpContext http, Problem problem) => problem.Answer().ExecuteAsync(http);
}
