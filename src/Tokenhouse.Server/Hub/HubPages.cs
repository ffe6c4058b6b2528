using Microsoft.AspNetCore.Components;
using Tokenhouse.Core;
using Tokenhouse.Server.Admin;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hub;

/// <summary>Writes the pages of the Hub. Whoever was signed out meanwhile comes from their forms to the sign-in, which is at another host.</summary>
public sealed class HubPages(Datacentre datacentre)
{
    private readonly string signIn = datacentre.Site(Environment.LIVE).Issuer;

    public Task Write<TPage>(HttpContext http, int status, object? parameters = null)
        where TPage : IComponent => http.WritePage<TPage>(status, parameters, signIn);

    /// <summary>Says why something that was asked for by its address could not be shown or done.</summary>
    public Task Refuse(HttpContext http, Problem problem)
    {
        problem.SayWhen(http.Response);
        return Write<ProblemPage>(http, problem.Status, new { Problem = problem });
    }

    /// <summary>Says one thing, and perhaps where to go from there.</summary>
    public Task Say(HttpContext http, int status, string title, string message, string? href = null, string? action = null) =>
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
