using System.Net;
using Tokenhouse.Core;
using Tokenhouse.Server.Activity;
using Tokenhouse.Server.Clients;
using Tokenhouse.Server.Dialects;

namespace Tokenhouse.Server.Endpoints.RefusalReport;

/// <summary>
/// Receives APIs' reports of refused calls, so that a tenant finds all refusals in one place. An API is trusted about what happened there, but not
/// about which tenant a client belongs to.
/// </summary>
public sealed class RefusalReportEndpoint(ClientAuthentication clients, ClientDirectory directory, EventLog activity, TimeProvider clock)
{
    public const int MostAtOnce = 100;

    private static readonly TimeSpan OldestBelieved = TimeSpan.FromHours(1);

    public async Task Handle(HttpContext http, Site site, Dialect dialect)
    {
        if (await Take(http, site, dialect) is { } error)
        {
            activity.Refuse(http, site, dialect, Operation.RefusalReport, error);
            Wire.WriteFailure(http, site, dialect, error);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<OAuthError?> Take(HttpContext http, Site site, Dialect dialect)
    {
        if (!Wire.ReadNothing(http.Request, dialect).Ok(out var nothing, out var error))
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
        if (!(await Wire.ReadJson(http.Request, ReportShape.Default.Report)).Ok(out var report, out error))
            return error.From(client.Caller);
        if (report.Refusals.Count > MostAtOnce)
            return OAuthError.InvalidRequest($"You can report at most {MostAtOnce} refusals at once.").From(client.Caller);
        if (report.Refusals.Contains(null))
            return OAuthError.InvalidRequest($"A refusal is null.").From(client.Caller);
        foreach (var refusal in report.Refusals)
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
            client is null ? null : new Caller(client.Id, client.Tenant.Id),
            RefusalCause.Reported(refusal.Code, refusal.Reason) with
            {
                Api = api,
                Path = refusal.Path,
            },
            IPAddress.TryParse(refusal.Address, out var address) ? address : null,
            refusal.CorrelationId
        )
        {
            Operation = Attempts.Api,
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
