namespace Tokenhouse.Client.Caching;

/// <summary>An access token as the shared cache holds it, before it is sealed.</summary>
internal sealed record SharedToken(string Value, DateTimeOffset ObtainedAt, DateTimeOffset ExpiresAt, string[] Scopes)
{
    public override string ToString() => "***";
}
