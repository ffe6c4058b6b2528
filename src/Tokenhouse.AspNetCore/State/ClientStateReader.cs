using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Tokenhouse.AspNetCore.Transport;

namespace Tokenhouse.AspNetCore.State;

/// <summary>
/// Asks an authority what changed: first for the versions of its tenants, which are nearly always the same, then for the tenants
/// whose version differs. An authority of an earlier release returns everything at once.
/// </summary>
internal sealed class ClientStateReader(ClientStateSource source, TokenhouseOptions options, Backchannel backchannel)
{
    /// <summary>The maximum size of a response, in bytes.</summary>
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <summary>How many tenants are requested at once. The authority omits those that would make its response too long.</summary>
    private const int Batch = 50;

    /// <summary>The next state.</summary>
    /// <param name="last">The previous state; null if there is none.</param>
    /// <param name="askedAt">When the request was sent. Later changes aren't included.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidAuthorityResponseException">The response can't be used.</exception>
    /// <exception cref="HttpRequestException">There was no response.</exception>
    public async Task<ClientStateSnapshot> NextAsync(ClientStateSnapshot? last, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        var backchannelResponse = await SendAsync("?by=tenant", last?.ETag, cancellationToken);
        if (backchannelResponse.Status is HttpStatusCode.NotModified && last is { ETag: not null })
            return last with { At = askedAt };
        using var json = backchannelResponse.Json();
        Check(json.RootElement, backchannelResponse.Address);
        return json.RootElement.TryGetProperty("tenants", out _)
            ? Indexed(Read<ClientStateDocument.Index>(json.RootElement, backchannelResponse.Address), backchannelResponse, last, askedAt)
            : Whole(json.RootElement, backchannelResponse, askedAt);
    }

    /// <summary>Reads the missing tenants as far as possible.</summary>
    /// <returns>The new state, and why the rest couldn't be read; null if everything was read.</returns>
    public async Task<(ClientStateSnapshot State, string? Failure)> FillAsync(
        ClientStateSnapshot state,
        CancellationToken cancellationToken
    )
    {
        var (found, failure) = (state.Tenants.ToDictionary(), (string?)null);
        var open = new Queue<long>(state.Missing);
        while (open.Count > 0)
            try
            {
                var answered = await TenantsAsync([.. open.Take(Batch)], cancellationToken);
                foreach (var (tenant, json) in answered.ById)
                    try
                    {
                        var (document, its) = ClientState.Read<ClientStateDocument.OfTenant>(json, source.Endpoint);
                        found[tenant] = new(document.Version, its, HeldUntil: null);
                    }
                    catch (InvalidAuthorityResponseException exception)
                    {
                        failure = exception.Message; // of this tenant only
                    }
                var before = open.Count;
                open = new(open.Where(tenant => !answered.ById.ContainsKey(tenant)));
                if (open.Count == before)
                    throw new InvalidAuthorityResponseException(
                        $"{source.Endpoint} lists tenant {open.Peek()}, but doesn't return its state."
                    );
            }
            catch (InvalidAuthorityResponseException exception)
            {
                failure = exception.Message;
                open.Dequeue(); // the authority always returns the first requested tenant, however long it is
            }
            catch (HttpRequestException exception)
            {
                failure = exception.Message;
                break; // the others would only wait just as long
            }
        return (Confirmed(state with { Tenants = found.ToFrozenDictionary() }), failure);
    }

    private static ClientStateSnapshot Indexed(
        ClientStateDocument.Index index,
        BackchannelResponse backchannelResponse,
        ClientStateSnapshot? last,
        DateTimeOffset askedAt
    )
    {
        if (!index.IsWhole)
            throw new InvalidAuthorityResponseException(
                $"{backchannelResponse.Address} answered with an unreadable client state: A value is null."
            );
        var kept = (last?.Tenants ?? FrozenDictionary<long, ClientStateSnapshot.OfTenant>.Empty)
            .Where(tenant => index.Tenants.ContainsKey(tenant.Key))
            .ToDictionary(
                tenant => tenant.Key,
                tenant =>
                    tenant.Value.Version == index.Tenants[tenant.Key]
                        ? tenant.Value with
                        {
                            HeldUntil = null,
                        }
                        : tenant.Value with
                        {
                            HeldUntil = tenant.Value.HeldUntil ?? last!.At,
                        }
            );
        return Confirmed(
            new()
            {
                ETag = backchannelResponse.ETag,
                At = askedAt,
                Index = index.Tenants.ToFrozenDictionary(),
                Tenants = kept.ToFrozenDictionary(),
                Warnings = index.NearBounds,
            }
        );
    }

    private static ClientStateSnapshot Confirmed(ClientStateSnapshot state) =>
        state with
        {
            Missing =
            [
                .. state.Index.Where(tenant => state.Tenants.GetValueOrDefault(tenant.Key)?.Version != tenant.Value).Select(t => t.Key),
            ],
        };

    private static ClientStateSnapshot Whole(JsonElement json, BackchannelResponse backchannelResponse, DateTimeOffset askedAt) =>
        new()
        {
            ETag = backchannelResponse.ETag,
            At = askedAt,
            OfAll = ClientState.Read<ClientStateDocument>(json, backchannelResponse.Address).State,
            Warnings =
                backchannelResponse.Body.Length < LongestAnswer / 2
                    ? []
                    :
                    [
                        $"The document has {backchannelResponse.Body.Length / 1024} KiB. At most {LongestAnswer / 1024} KiB can be read. Update the authorization server.",
                    ],
        };

    private async Task<ClientStateDocument.Tenants> TenantsAsync(IReadOnlyList<long> tenants, CancellationToken cancellationToken)
    {
        var query = string.Join('&', tenants.Select(tenant => FormattableString.Invariant($"tenant={tenant}")));
        var backchannelResponse = await SendAsync("?" + query, eTag: null, cancellationToken);
        using var json = backchannelResponse.Json();
        Check(json.RootElement, backchannelResponse.Address);
        var read = Read<ClientStateDocument.Tenants>(json.RootElement, backchannelResponse.Address);
        return read with { ById = read.ById.ToDictionary(tenant => tenant.Key, tenant => tenant.Value.Clone()) };
    }

    private async Task<BackchannelResponse> SendAsync(string query, string? eTag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(source.Endpoint + query));
        request.Headers.Authorization = source.Credentials;
        if (eTag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", eTag);
        var backchannelResponse = await backchannel.SendAsync(request, LongestAnswer, cancellationToken);
        return backchannelResponse.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.NotModified => backchannelResponse with { Address = source.Endpoint },
            HttpStatusCode.Unauthorized => throw new InvalidAuthorityResponseException(
                $"{source.Endpoint} doesn't know this API. Check ClientId and ClientSecret."
            ),
            _ => throw new InvalidAuthorityResponseException($"{source.Endpoint} answered with status {(int)backchannelResponse.Status}."),
        };
    }

    private void Check(JsonElement json, Uri from)
    {
        var head = Read<ClientStateDocument.Head>(json, from);
        if (head.Environment != options.Environment || head.Audience != options.Audience)
            throw new InvalidAuthorityResponseException(
                $"{from} returned the state for {head.Audience} in {head.Environment}. Check ClientId, Audience and Environment."
            );
    }

    private static T Read<T>(JsonElement json, Uri from)
    {
        try
        {
            return json.Deserialize<T>(ClientStateDocument.Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidAuthorityResponseException($"{from} answered with an unreadable client state: {exception.Message}");
        }
    }
}
