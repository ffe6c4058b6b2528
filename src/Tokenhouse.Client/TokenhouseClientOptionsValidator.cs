using Microsoft.Extensions.Options;

namespace Tokenhouse.Client;

/// <summary>Finds all errors in a client's options at once. Each error is a sentence that says what to write.</summary>
internal sealed class TokenhouseClientOptionsValidator : IValidateOptions<TokenhouseClientOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, TokenhouseClientOptions options)
    {
        List<string> faults = [.. Identity(options), .. Secret(options), .. Request(options)];
        return faults.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(faults.Select(fault => $"Tokenhouse client '{name}': {fault}"));
    }

    private static IEnumerable<string> Identity(TokenhouseClientOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || !IsOrigin(authority, options.Authority))
            yield return "Authority must be the issuer exactly as published, such as 'https://loginuat.dc2.example.com'.";
        else if (!IsSafe(authority))
            yield return $"Authority '{options.Authority}' must begin with https. Use http only on loopback.";
        if (options.ClientId.Length == 0)
            yield return "ClientId must be the ID of your client, such as 'dc2-abcdefghjkmnpq', or the app_id.";
        if (options.RedirectUri is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsLoopback(uri)))
            yield return "RedirectUri must be a loopback address as registered, such as 'http://127.0.0.1/callback'.";
    }

    private static IEnumerable<string> Secret(TokenhouseClientOptions options)
    {
        var given = new object?[]
        {
            options.ClientSecretFile,
            options.ClientSecretProvider,
            options.ClientSecret is { Length: > 0 } secret ? secret : null,
        }.Count(source => source is not null);
        if (options.IsPublic && given > 0)
            yield return "A public client has no secret. Remove the secret, or IsPublic.";
        if (!options.IsPublic && given != 1)
            yield return "Set exactly one of ClientSecretFile (recommended), ClientSecretProvider and ClientSecret.";
        if (options is { IsPublic: true, GrantType: TokenhouseGrantType.AppKey })
            yield return "An app key is a secret, so its client can't be public.";
        if (options is { IsPublic: true, Dialect: TokenhouseDialect.OAuth2Legacy })
            yield return "OAuth2Legacy doesn't accept public clients. Use OAuthV2.";
    }

    private static IEnumerable<string> Request(TokenhouseClientOptions options)
    {
        if (options.Scopes.Any(scope => scope.Length == 0 || scope.Any(char.IsWhiteSpace)))
            yield return "Scopes: write one scope in each entry, without spaces.";
        if (options.GrantType is TokenhouseGrantType.AppKey && (options.Scopes.Count > 0 || options.Resource is not null))
            yield return "The app-key login takes no scopes and no resource. Remove Scopes and Resource.";
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > Longest)
            yield return "Timeout must be more than zero and at most one minute.";
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > Longest)
            yield return "ClockSkew must be from zero to one minute.";
    }

    /// <summary>Where secrets and tokens may be sent: over TLS, or within this machine.</summary>
    internal static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        || (
            address.Scheme == Uri.UriSchemeHttp
            && (address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        );

    private static bool IsOrigin(Uri address, string text) =>
        address is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" } && !text.EndsWith('/');

    private static bool IsLoopback(Uri address) =>
        address.Scheme == Uri.UriSchemeHttp && address.Host is "127.0.0.1" or "[::1]" && address is { Query: "", Fragment: "" };
}
