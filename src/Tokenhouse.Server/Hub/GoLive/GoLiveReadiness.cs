using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.GoLive;

/// <summary>Determines whether a UAT credential is ready, only from recorded data.</summary>
public sealed class GoLiveReadiness(IReadOnlyList<Dialect> dialects)
{
    /// <summary>The states of a go-live in progress.</summary>
    private static readonly RequestState[] Open = [RequestState.Draft, RequestState.Submitted, RequestState.Returned];

    /// <summary>The checklist of the UAT credential that a request takes live; null if there is none.</summary>
    public async Task<Checklist?> Of(Db db, CredentialRequest request, DateTimeOffset now) =>
        request.GoLiveOf is { } uat
            ? await Of(db, await db.Clients.SingleAsync(row => row.Environment == TenantEnvironment.UAT && row.Id == uat), now)
            : null;

    public async Task<Checklist> Of(Db db, Client client, DateTimeOffset now)
    {
        var recordedActivity = await RecordedActivity.Of(db, client, dialects);
        ChecklistItem?[] items =
        [
            ActivityChecks.Token(recordedActivity, now),
            ActivityChecks.Reuse(client, recordedActivity, await Lifetimes(db, client)),
            ActivityChecks.Refusals(recordedActivity),
            await SettingChecks.Allowlist(db, client, now),
            SettingChecks.People(client),
            SettingChecks.Enabled(client),
        ];
        var open = await db
            .Requests.Where(row => row.GoLiveOf == client.Id && Open.Contains(row.State))
            .Select(row => (Guid?)row.Id)
            .FirstOrDefaultAsync();
        var live = await db
            .Clients.Where(row => row.GoLiveOf == client.Id)
            .OrderBy(row => row.CreatedAt)
            .Select(row => row.Id)
            .ToListAsync();
        return new(ClientKey.Of(client), client.Name, [.. items.OfType<ChecklistItem>()], open, live);
    }

    /// <summary>The shortest lifetime of the client's access tokens in each dialect: its APIs may have different ones.</summary>
    private async Task<Dictionary<string, TimeSpan>> Lifetimes(Db db, Client client)
    {
        var catalogue = await db.Catalogue();
        List<TimeSpan?> set = [.. client.Scopes.Select(scope => catalogue.AccessTokenLifetime(catalogue.ApiOf(scope))).DefaultIfEmpty()];
        return dialects.ToDictionary(
            dialect => dialect.Name,
            dialect => set.Min(lifetime => dialect.Tokens.OfApi(lifetime).AccessTokenLifetime)
        );
    }
}
