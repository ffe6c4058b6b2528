using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.OAuth.Dialects;

/// <summary>
/// The payments API's login: an app ID and an app key as JSON, a token for an hour, and an error envelope that lists all errors at once. It is the
/// client credentials grant for all scopes that the client has.
/// </summary>
public static class AppKey
{
    private const string Path = "/v1/login";

    public static readonly Dialect Dialect = Connect.Dialect with
    {
        Name = "AppKey",
        Paths = new Dictionary<EndpointKind, string> { [EndpointKind.Token] = Path },
        Grants = [GrantTypes.ClientCredentials],
        Authentication = AuthenticationMethods.AppKey,
        Fields =
        [
            new("app_id", "client_id", "must be 8 digits", text => text.Length == 8 && text.All(char.IsAsciiDigit)),
            new("app_key", "client_secret", "must be 32 characters", text => text.EnumerateRunes().Count() == 32),
        ],
        Implied = [new("grant_type", GrantTypes.ClientCredentials)],
        Tokens = new() { AccessTokenLifetime = TimeSpan.FromHours(1) },
        Challenge = issuer => $"AppKey realm=\"{issuer}\"",
        Status = error => IsForbidden(error) ? 403 : error.Status,
        Success = Success,
        Failure = Failure,
    };

    private static void Success(Utf8JsonWriter json, TokenResponse response)
    {
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", (int)response.Lifetime.TotalSeconds);
        json.WriteString("access_token", response.AccessToken.Reveal());
    }

    private static void Failure(Utf8JsonWriter json, OAuthError error)
    {
        json.WriteString("status", "error");
        json.WriteString("error_type", Type(error));
        json.WriteString("title", Title(error));
        json.WriteString("instance", Path);
        if (error.Faults.Count == 0)
            return;
        json.WriteStartArray("invalid_parameters");
        foreach (var parameterError in error.Faults)
        {
            json.WriteStartObject();
            json.WriteString("parameter", parameterError.Parameter);
            json.WriteString("reason", parameterError.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Type(OAuthError error) =>
        error.Status switch
        {
            401 => "unauthorized",
            404 => "not_found",
            >= 500 => "internal_server_error",
            _ => IsForbidden(error) ? "forbidden" : "validation",
        };

    // An unauthenticated caller learns nothing more, wherever its key works.
    private static string Title(OAuthError error) =>
        error.Status == 401 ? "Authentication with the API failed, please check your details and try again."
        : error.Faults.Count > 0 ? "The request is not valid, please correct the parameters and try again."
        : error.Description;

    /// <summary>The key is correct, but can't be used from this address, at this host, or currently has no scopes.</summary>
    private static bool IsForbidden(OAuthError error) => error.Code is "unauthorized_client" or "invalid_scope";
}
