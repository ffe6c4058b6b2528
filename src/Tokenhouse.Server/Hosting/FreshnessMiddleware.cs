using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hosting;

/// <summary>Answers nothing from what a server remembers that stood still, until it has read the change feed.</summary>
internal sealed class FreshnessMiddleware(RequestDelegate next, Freshness freshness)
{
    public Task Invoke(HttpContext http)
    {
        if (!freshness.MayAnswer)
            throw new StaleServerException();
        http.Features.Set(freshness.Begin());
        return next(http);
    }
}
