using Microsoft.AspNetCore.Components;
using Tokenhouse.Core;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Writes the pages of the Hub. Their forms may redirect to the sign-in host, if the person was signed out in the meantime.</summary>
public sealed class HubPageWriter(Datacentre datacentre)
{
    private readonly string signIn = datacentre.Site(TenantEnvironment.LIVE).Issuer;

    public Task Write<TPage>(HttpContext http, int status, object? parameters = null)
        where TPage : IComponent => http.WritePage<TPage>(status, parameters, signIn);

    /// <summary>Shows why a requested page can't be shown, or an action can't be done.</summary>
    public Task Refuse(HttpContext http, Problem problem)
    {
        problem.WriteRetryAfter(http.Response);
        return Write<ProblemPage>(http, problem.Status, new { Problem = problem });
    }

    /// <summary>Shows one message and an optional link.</summary>
    public Task WriteMessage(HttpContext http, int status, string title, string message, string? href = null, string? action = null) =>
        Write<MessagePage>(
            http,
            status,
            new
            {
                Title = title,
                Message = message,
                Href = href,
                Action = action,
            }
        );
}
