namespace Tokenhouse.Tests.Support;

/// <summary>What a client asks about a person.</summary>
public static class UserInfo
{
    /// <summary>The answer of userinfo to the access token of a token response.</summary>
    public static async Task<Answer> AskUserInfo(this TestServer server, Answer tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BrowserSession.Dc3 + "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", tokens.Json.GetProperty("access_token").GetString());
        using var response = await server.Http.SendAsync(request);
        return await Answer.From(response);
    }
}
