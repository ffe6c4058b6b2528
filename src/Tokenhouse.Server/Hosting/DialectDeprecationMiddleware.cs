using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Tokenhouse.Core;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>
/// Adds the dates of deprecation (RFC 9745) and sunset (RFC 8594) to every response of a dialect being retired, applies planned brown-outs, and
/// returns 410 after the sunset. All of it comes from configuration and is the same for everyone.
/// </summary>
internal sealed class DialectDeprecationMiddleware(
    RequestDelegate next,
    IReadOnlyDictionary<string, DialectOptions> planned,
    TimeProvider clock
)
{
    private readonly Dictionary<string, (Dialect Dialect, DialectOptions Plan)> paths = (
        from dialect in DialectCatalogue.List
        where planned.ContainsKey(dialect.Name)
        from path in dialect.Paths.Values
        select (path, dialect)
    ).ToDictionary(entry => entry.path, entry => (entry.dialect, planned[entry.dialect.Name]), StringComparer.Ordinal);

    public Task Invoke(HttpContext http)
    {
        if (!paths.TryGetValue(http.Request.Path.Value ?? "", out var retired))
            return next(http);

        var (site, now) = (http.Features.GetRequiredFeature<Site>(), clock.GetUtcNow());
        var guide = retired.Plan.Guide?.ToString() ?? MigrationRoute.Address(site, retired.Dialect);
        Announce(http.Response.Headers, retired.Plan, guide);
        if (retired.Plan.SunsetAt <= now)
            return Refuse(http, site, retired.Dialect, OAuthError.Gone(guide));
        if (retired.Plan.BrownOuts.FirstOrDefault(rest => rest.From <= now && now < rest.Until) is { } brownOut)
        {
            http.Response.Headers.RetryAfter = ((long)(brownOut.Until - now).TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
            return Refuse(http, site, retired.Dialect, OAuthError.BrownOut(guide));
        }
        return next(http);
    }

    private static void Announce(IHeaderDictionary headers, DialectOptions plan, string guide)
    {
        if (plan.DeprecatedAt is { } deprecatedAt)
            headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{deprecatedAt.ToUnixTimeSeconds()}");
        if (plan.SunsetAt is { } sunsetAt)
            headers["Sunset"] = sunsetAt.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        headers.Link = $"<{guide}>; rel=\"sunset\"; type=\"text/html\", <{guide}>; rel=\"deprecation\"; type=\"text/html\"";
    }

    /// <summary>A browser gets a page, a program its dialect's error.</summary>
    private static async Task Refuse(HttpContext http, Site site, Dialect dialect, OAuthError error)
    {
        http.RequestServices.GetRequiredService<EventRecorder>().Refuse(http, site, dialect, dialect.OperationAt(http.Request.Path), error);
        if (!http.WantsPage())
        {
            ProtocolSerializer.WriteFailure(http, site, dialect, error);
            return;
        }
        await http.WritePage<MessagePage>(
            error.Status,
            new
            {
                Title = "This endpoint is being retired",
                Message = "The application sent you to an endpoint that is retired or temporarily unavailable. Nothing was shared with it. Contact the application's developer.",
                Detail = $"Details for the developer: {error.Code}. {error.Description}",
            }
        );
    }
}
