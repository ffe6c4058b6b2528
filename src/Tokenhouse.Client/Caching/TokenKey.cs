namespace Tokenhouse.Client.Caching;

/// <summary>What makes tokens different. Scopes are a set: their order doesn't matter.</summary>
internal sealed record TokenKey(string ClientName, string Scope, string? Resource, string? Session)
{
    public static TokenKey Of(string clientName, TokenhouseClientOptions options, TokenRequestParameters parameters) =>
        parameters.Session is { } session
            ? OfSession(clientName, parameters, session)
            : new(clientName, Set(parameters.Scopes ?? [.. options.Scopes]), parameters.Resource ?? options.Resource, null);

    private static TokenKey OfSession(string clientName, TokenRequestParameters parameters, string session) =>
        parameters is { Scopes: null, Resource: null }
            ? new(clientName, "", null, session)
            : throw new ArgumentException(
                "The scopes of a session were chosen at sign-in. Leave out Scopes and Resource.",
                nameof(parameters)
            );

    private static string Set(IEnumerable<string> scopes) =>
        string.Join(' ', scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
