using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.EventLog;
using Tokenhouse.Server.OAuth.Dialects;

namespace Tokenhouse.Server.OAuth.RefusalReport;

/// <summary>
/// Receives APIs' reports of refused calls, so that a tenant finds all refusals in one place. An API is trusted about what happened there, but not
/// about which tenant a client belongs to.
/// </summary>
public sealed class RefusalReportEndpoint(
    ClientAuthentication clients,
    ClientDirectory directory,
    EventRecorder activity,
    TimeProvider clock
)
{
    public const int MostAtOnce = 100;

    private static readonly TimeSpan OldestBelieved = TimeSpan.FromHours(1);

    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (await Take(http, site, dialect) is { } error)
        {
            activity.Refuse(http, site, dialect, EndpointKind.RefusalReport, error);
            ProtocolSerializer.WriteFailure(http, site, dialect, error);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<OAuthError?> Take(HttpContext http, Site site, Dialect dialect)
    {
        if (!ProtocolSerializer.ReadNothing(http.Request, dialect).Ok(out var nothing, out var error))
            return error;
        if (
            !(await clients.Authenticate(site, dialect with { Authentication = AuthenticationMethods.Basic }, http.Request, nothing)).Ok(
                out var client,
                out error
            )
        )
            return error;
        if (client is not { Kind: ClientKind.Api, Registered.ApiIdentifier: { } api })
            return OAuthError
                .UnauthorizedClient($"Only an API's client can report refusals.")
                .Because(RefusalKind.EndpointNotForKind, $"clients of the kind {client.Kind} can't report refusals")
                .From(client.Caller);
        if (
            !(await ProtocolSerializer.ReadJson(http.Request, RefusalReportJsonContext.Default.RefusalReportBody)).Ok(
                out var refusalReportBody,
                out error
            )
        )
            return error.From(client.Caller);
        if (refusalReportBody.Refusals.Count > MostAtOnce)
            return OAuthError.InvalidRequest($"You can report at most {MostAtOnce} refusals at once.").From(client.Caller);
        if (refusalReportBody.Refusals.Contains(null))
            return OAuthError.InvalidRequest($"A refusal is null.").From(client.Caller);
        foreach (var refusal in refusalReportBody.Refusals)
            activity.Record(await Event(site, api, refusal!));
        return null;
    }

    private async Task<TokenEvent> Event(Site site, string api, ReportedRefusal refusal)
    {
        var client = refusal.ClientId is { } id ? await directory.Registered(id, site.Environment) : null;
        return new(
            At(refusal.At),
            site,
            Dialect: "",
            client is null ? null : new AttributedClient(client.Id, client.Tenant.Id),
            RefusalCause.Reported(refusal.Code, refusal.Reason) with
            {
                Api = api,
                Path = refusal.Path,
            },
            IPAddress.TryParse(refusal.Address, out var address) ? address : null,
            refusal.CorrelationId
        )
        {
            Operation = EventOperations.Api,
            Count = Math.Clamp(refusal.Count, 1, 1_000_000),
        };
    }

    /// <summary>When it happened, as far as the API's clock can be trusted.</summary>
    private DateTimeOffset At(long reported)
    {
        var now = clock.GetUtcNow();
        var oldest = (now - OldestBelieved).ToUnixTimeSeconds();
        return reported < oldest || reported > now.ToUnixTimeSeconds() ? now : DateTimeOffset.FromUnixTimeSeconds(reported);
    }
}
