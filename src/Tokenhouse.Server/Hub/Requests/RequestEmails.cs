using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Secrets;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>
/// Emails the decision to the requester and the credential's contact. Email isn't reliable or private, so the comment is
/// only on the request's page.
/// </summary>
public sealed class RequestEmails(TenantEmails mail, Datacentre datacentre, MakeHandOver handOvers)
{
    /// <summary>Sends it if there is a decision, and returns the outcome.</summary>
    internal Result<RequestView, Problem> Decided(TenantName tenant, Result<ReviewedRequest, Problem> outcome)
    {
        if (!outcome.Ok(out var reviewedRequest, out var problem))
            return problem;
        var request = reviewedRequest.View;
        if (Subject(request.State) is { } subject)
            foreach (var to in Readers(request))
                mail.Send(tenant, new(to, subject, Text(tenant, request)));
        if (reviewedRequest.HandOver is { } link)
            handOvers.Send(tenant, link);
        return request;
    }

    // Programs make requests too, but have no mailbox.
    private static IEnumerable<string> Readers(RequestView request) =>
        new[] { request.RequestedBy, request.Contact }
            .Where(name => name.Contains('@', StringComparison.Ordinal))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    private static string? Subject(string state) =>
        state switch
        {
            RequestStateNames.Approved => "Your request for a credential was approved",
            RequestStateNames.Returned => "Your request for a credential was returned",
            RequestStateNames.Declined => "Your request for a credential was declined",
            _ => null,
        };

    private string Text(TenantName tenant, RequestView request) =>
        $"""
            {request.RequestedBy} requested a credential for {request.Environment.ToUpperInvariant()}.
            {News(request)}

            {datacentre.Hub.Address}/t/{tenant.Slug}/requests/{request.Id}

            """;

    private static string News(RequestView request) =>
        request.State switch
        {
            RequestStateNames.Approved => $"The request was approved. Your credential is {request.Credential}.",
            RequestStateNames.Returned => "The request was returned. Open it to see what to change, then\nsubmit it again.",
            _ => "The request was declined. Open it to see why.",
        };
}
