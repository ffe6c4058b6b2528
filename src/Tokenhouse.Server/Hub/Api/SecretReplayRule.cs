using System.Security.Cryptography;
using System.Text.Json;
using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Api;

/// <summary>Decides whether a response with a secret is repeated.</summary>
internal sealed class SecretReplayRule(AdminOperations operations)
{
    private const string Remedy =
        "The request was carried out and won't be repeated. If you lost the secret, add another one with a new key, and revoke the lost one.";

    /// <summary>The problem after the two minutes.</summary>
    public static readonly Problem Over = Problem.Gone(
        $"This response contains a secret, so it is repeated for {SecretResponseMetadata.Kept.TotalMinutes:0} minutes only. {Remedy}"
    );

    private static readonly Problem NotTheSame = Problem.Conflict(
        $"This response contains a secret, so it is repeated only to the access token that made the request. {Remedy}"
    );

    /// <summary>What proved the request: the hash of its access token.</summary>
    public static byte[] Proof(HttpContext http) => TextHash.Of(http.Request.Headers.Authorization.ToString());

    /// <summary>How long the response to a request is stored.</summary>
    public static TimeSpan Kept(HttpContext http) => Mark(http) is null ? IdempotentResponses.Kept : SecretResponseMetadata.Kept;

    /// <summary>Why a response isn't repeated; null if it is. If it has a secret, this is audited.</summary>
    public async Task<Problem?> Refusal(HttpContext http, Caller caller, IdempotentResponses.Beginning.Answered answered)
    {
        if (Mark(http) is not { } mark)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(answered.Proof, Proof(http)))
            return NotTheSame;
        var needed = http.GetEndpoint()!.Metadata.GetRequiredMetadata<Permission>();
        using var body = JsonDocument.Parse(answered.Body);
        var outcome = await operations.Change<NoOutput>(caller, needed, work => mark.Again(work, body.RootElement));
        return outcome.Ok(out _, out var problem) ? null : problem;
    }

    private static SecretResponseMetadata? Mark(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<SecretResponseMetadata>();
}
