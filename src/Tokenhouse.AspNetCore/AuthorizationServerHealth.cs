using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tokenhouse.AspNetCore.Authorities;
using Tokenhouse.AspNetCore.State;

namespace Tokenhouse.AspNetCore;

/// <summary>
/// The health check <c>tokenhouse</c>: unhealthy while an authority's tokens can't be accepted at all, degraded while some calls are refused that
/// would otherwise succeed.
/// </summary>
internal sealed class AuthorizationServerHealth(AuthorityRegistry authorities, TokenhouseOptions options, TimeProvider clock) : IHealthCheck
{
    private const int MostNamed = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> unhealthy = [.. authorities.All.Select(Unhealthy).OfType<string>()];
        List<string> degraded = [.. authorities.All.Select(Degraded).OfType<string>()];
        var what = string.Join(' ', (string[])[.. unhealthy, .. degraded]);
        return Task.FromResult(
            unhealthy.Count > 0 ? HealthCheckResult.Unhealthy(what)
            : degraded.Count > 0 ? HealthCheckResult.Degraded(what)
            : HealthCheckResult.Healthy()
        );
    }

    private static string? Unhealthy(Authority authority)
    {
        if (authority.Feed?.Latest is not null)
            return null;
        var why =
            authority.Failure
            ?? authority.Feed?.Failure
            ?? (authority.AuthorityMetadata is null ? null : "Its metadata has no client_state_endpoint.");
        return $"The client state of {authority.Name} hasn't been read yet, so every call with its tokens is refused. {why}".TrimEnd();
    }

    private string? Degraded(Authority authority)
    {
        if (authority.Feed?.Latest is not { } latest)
            return null;
        var now = clock.GetUtcNow();
        if (now - latest.At is var age && age > options.MaxRevocationAge)
            return $"The client state of {authority.Name} is {age.TotalSeconds:0} s old, so every call with its tokens is refused. {authority.Feed.Failure}".TrimEnd();
        if (age > options.MaxStateAge)
            return $"The client state of {authority.Name} is {age.TotalSeconds:0} s old, so clients with an allowlist are refused. {authority.Feed.Failure}".TrimEnd();
        List<string> sentences =
        [
            .. Lacking(authority, latest, now),
            .. latest.Warnings.Select(warning => $"Client state of {authority.Name}: {warning}"),
            .. authority.Failure is { } failure
                ? [$"The metadata and keys of {authority.Name} can't be read, so tokens signed with new keys are refused. {failure}"]
                : (string[])[],
        ];
        return sentences.Count == 0 ? null : string.Join(' ', sentences);
    }

    /// <summary>Tenants whose own state can't be read while that of others can.</summary>
    private IEnumerable<string> Lacking(Authority authority, ClientStateSnapshot latest, DateTimeOffset now)
    {
        var late = latest.Missing.Where(tenant =>
            latest.Of(tenant) is var (state, at) && (state is null || now - at > options.MaxStateAge)
        );
        var named = late.Take(MostNamed + 1).ToList();
        if (named.Count > 0)
            yield return $"The client state of {authority.Name} is missing or too old for tenant {string.Join(", ", named.Take(MostNamed))}{(named.Count > MostNamed ? " and others" : "")}, so some of their clients are refused. {authority.Feed!.Failure}".TrimEnd();
    }
}
