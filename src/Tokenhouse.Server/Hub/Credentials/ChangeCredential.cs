using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Credentials;

/// <summary>Changes a credential's settings and redirect URIs. Every server applies it within a second.</summary>
public sealed class ChangeCredential(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.Work, "hub.credentials.write");

    /// <param name="Name">The name.</param>
    /// <param name="Purpose">What it is for.</param>
    /// <param name="Owner">The email address of the person responsible for it, or empty.</param>
    /// <param name="Contact">The email address of the person who works with it, or empty.</param>
    /// <param name="RedirectUris">The redirect URIs; only for kinds that act for people.</param>
    /// <param name="RequiresPkce">Whether it must use PKCE; public ones always must.</param>
    /// <param name="RequiresAllowlist">Whether it is refused as long as no list has an entry; always true for app keys.</param>
    /// <param name="Version">The version that was read; null to skip the check.</param>
    /// <param name="PostLogoutRedirectUris">Where people may go after signing out; only for kinds that act for people.</param>
    /// <param name="SignInScopes">The scopes about the person that it gets if the person agrees: openid, profile, email; only for kinds that act for people.</param>
    /// <param name="HasClaimsInIdToken">Whether its ID tokens contain all claims of the granted scopes, not only those that a request names.</param>
    [RepresentedBy(typeof(Credential))]
    public sealed record Input(
        string Name,
        string Purpose,
        string Owner,
        string Contact,
        IReadOnlyList<string> RedirectUris,
        bool RequiresPkce,
        bool RequiresAllowlist,
        int? Version,
        IReadOnlyList<string>? PostLogoutRedirectUris = null,
        IReadOnlyList<string>? SignInScopes = null,
        bool? HasClaimsInIdToken = null
    );

    public Task<Result<Credential, Problem>> Execute(Caller caller, ClientKey key, Input input) =>
        operations.Change<Credential>(
            caller,
            Needed,
            async work =>
            {
                if (await key.Find(work.Db) is not { } client)
                    return Problem.NotFound;
                if (work.Stale(input.Version, client) is { } stale)
                    return stale;
                var before = CredentialSettings.Of(client);
                var after = Settings(input, before);
                if (after.Faults(client.Kind, client.Environment, work.Bounds) is { Count: > 0 } faults)
                    return Problem.Invalid(faults);
                after.Write(client);
                await work.Audit(AuditActions.CredentialChanged, client.Id, client.Environment, before, after);
                await work.Db.SaveChangesAsync();
                return await ReadCredential.Credential(work.Db, client, work.Now);
            }
        );

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPut(
                "/credentials/{environment}/{client}",
                async (HttpContext http, string environment, string client, Input input, ChangeCredential change) =>
                    (await change.Execute(http.Caller(), new(environment, client), input)).Answer()
            )
            .RequirePermission(Needed)
            .Produces<Credential>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithName("ChangeCredential")
            .WithSummary("Changes a credential's settings and redirect URIs.");

    /// <summary>The new settings. Members that came later and were left out stay as they are.</summary>
    private static CredentialSettings Settings(Input input, CredentialSettings before) =>
        new(
            input.Name.Trim(),
            input.Purpose.Trim().ReplaceLineEndings("\n"),
            input.Owner.Trim(),
            input.Contact.Trim(),
            Trimmed(input.RedirectUris),
            input.PostLogoutRedirectUris is { } uris ? Trimmed(uris) : before.PostLogoutRedirectUris,
            input.RequiresPkce,
            input.RequiresAllowlist,
            input.SignInScopes is { } scopes ? [.. StandardScopes.SignIn.Intersect(scopes).Union(scopes)] : before.SignInScopes,
            input.HasClaimsInIdToken ?? before.HasClaimsInIdToken
        );

    private static IReadOnlyList<string> Trimmed(IReadOnlyList<string> uris) =>
        [.. uris.Select(uri => uri.Trim()).Where(uri => uri.Length > 0).Distinct(StringComparer.Ordinal)];
}
