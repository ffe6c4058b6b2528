using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.Tokens;

/// <summary>Introspects an opaque token (RFC 7662). Fails closed if there is no answer.</summary>
internal sealed partial class IntrospectionClient(Backchannel backchannel, ILogger<IntrospectionClient> log)
{
    private const int LongestAnswer = 64 * 1024;

    public async Task<Result<ValidatedToken>> AskAsync(Authority authority, string token)
    {
        try
        {
            await authority.WaitForFirstRoundAsync();
            if (authority.AuthorityMetadata?.Introspection is not { } endpoint)
                return Refusals.Unavailable("the authority's introspection endpoint isn't known");
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
            request.Headers.Authorization = authority.Credentials;
            request.Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]);
            return Read(await backchannel.SendAsync(request, LongestAnswer), authority, token);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidAuthorityResponseException)
        {
            Failed(log, authority.Name, exception.Message);
            return Refusals.Unavailable("the authority didn't say whether the token is active");
        }
    }

    private static Result<ValidatedToken> Read(BackchannelResponse backchannelResponse, Authority authority, string token)
    {
        if (backchannelResponse.Status is HttpStatusCode.Unauthorized)
            throw new InvalidAuthorityResponseException(
                $"{backchannelResponse.Address} doesn't know this API. Check ClientId and ClientSecret."
            );
        using var answer = backchannelResponse.Json();
        if (
            answer.RootElement.ValueKind is not JsonValueKind.Object
            || !answer.RootElement.TryGetProperty("active", out var active)
            || active.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
            throw new InvalidAuthorityResponseException($"{backchannelResponse.Address} didn't say whether the token is active.");
        if (!active.GetBoolean())
            return Refusals.NotValid("the authority says that the token isn't active");
        return ValidatedToken.Read(answer.RootElement, authority, token) is { } believed
            ? believed
            : Refusals.NotValid("the authority's answer about the token lacks a claim");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Can't introspect an opaque token at {Authority}: {Failure}")]
    private static partial void Failed(ILogger log, string authority, string failure);
}
