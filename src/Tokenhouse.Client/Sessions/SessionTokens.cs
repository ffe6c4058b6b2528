using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokenhouse.Client.Caching;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client.Sessions;

/// <summary>
/// Renews the tokens of people so that a crash at any moment loses no session: that a refresh token is sent is stored before, and its successor is stored
/// before any of the new tokens is used. One process at a time renews a session.
/// </summary>
internal sealed class SessionTokens(
    IServiceProvider services,
    IOptionsMonitor<TokenhouseClientOptions> monitor,
    IDataProtectionProvider protection,
    TokenEndpoint endpoint,
    TimeProvider clock
)
{
    /// <summary>Short, so that a lost answer is repeated while the server doesn't count repeats.</summary>
    private static readonly TimeSpan RefreshTimeout = TimeSpan.FromSeconds(3);

    private RefreshTokenStore Store =>
        services.GetService<RefreshTokenStore>()
        ?? throw new InvalidOperationException("There is no store for sessions. Call AddSessionStore after AddTokenhouseClient.");

    public async Task<IssuedToken> RefreshAsync(TokenKey key, string? rejected, CancellationToken cancellationToken)
    {
        var options = monitor.Get(key.ClientName);
        var id = Id(options, key.Session!);
        await using var held = await Store.LockAsync(id, cancellationToken);
        var session = await ReadAsync(id, cancellationToken) ?? throw Unknown(key);
        // Another process may have renewed it meanwhile.
        if (session.Current(options.ClockSkew, clock) is { } current && current.Access.Value != rejected && !current.IsDueForRenewal(clock))
            return current;

        var requested = Moment.Now(clock);
        if (RepeatSchedule.Wait(session, options.IsPublic, requested.At) is var wait && wait > TimeSpan.Zero)
            throw new TokenUnavailableException(
                key.ClientName,
                $"the answer to a refresh was lost. It can be repeated in {wait.TotalSeconds:0} s."
            )
            {
                RetryAfter = wait,
            };
        await WriteAsync(id, RepeatSchedule.Sent(session, options.IsPublic, requested.At), cancellationToken);
        var response = await SendAsync(key, options, id, session, cancellationToken);
        var renewed = StoredSession.From(response, requested.At, session.RefreshToken);
        await WriteAsync(id, renewed, cancellationToken);
        return new(response, requested, options.ClockSkew);
    }

    public async Task StartAsync(string clientName, string session, StoredSession started, CancellationToken cancellationToken)
    {
        var id = Id(monitor.Get(clientName), session);
        await using var held = await Store.LockAsync(id, cancellationToken);
        await WriteAsync(id, started, cancellationToken);
    }

    public async Task<bool> ExistsAsync(string clientName, string session, CancellationToken cancellationToken)
    {
        var id = Id(monitor.Get(clientName), session);
        await using var held = await Store.LockAsync(id, cancellationToken);
        return await Store.ReadAsync(id, cancellationToken) is not null;
    }

    public async Task EndAsync(string clientName, string session, CancellationToken cancellationToken)
    {
        var options = monitor.Get(clientName);
        var id = Id(options, session);
        await using var held = await Store.LockAsync(id, cancellationToken);
        if (await ReadAsync(id, cancellationToken) is not { } stored)
            return;
        await endpoint.RevokeAsync(
            new(clientName, options, Endpoints.Revoke(options.Dialect), [("token", stored.RefreshToken)]),
            cancellationToken
        );
        await Store.DeleteAsync(id, cancellationToken);
    }

    private async Task<TokenResponse> SendAsync(
        TokenKey key,
        TokenhouseClientOptions options,
        string id,
        StoredSession session,
        CancellationToken cancellationToken
    )
    {
        var request = new TokenRequest(
            key.ClientName,
            options,
            Endpoints.Token(options.Dialect),
            [("grant_type", "refresh_token"), ("refresh_token", session.RefreshToken)]
        )
        {
            Timeout = options.IsPublic ? null : RefreshTimeout, // a public client has only one repeat, so it waits longer for the answer
        };
        try
        {
            return await endpoint.RequestAsync(request, cancellationToken);
        }
        catch (TokenRefusedException refusal) when (refusal.Error == "invalid_grant")
        {
            await Store.DeleteAsync(id, cancellationToken); // it has ended for good
            throw;
        }
        catch (Exception exception) when (exception is TokenRefusedException or TokenUnavailableException { MayHaveBeenCarriedOut: false })
        {
            await WriteAsync(id, session, cancellationToken); // the refresh token certainly wasn't spent
            throw;
        }
    }

    private async Task<StoredSession?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (await Store.ReadAsync(id, cancellationToken) is not { } text)
            return null;
        try
        {
            return JsonSerializer.Deserialize(Protector(id).Unprotect(text), SessionJson.Default.StoredSession);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidOperationException(
                "A stored session can't be opened. It was sealed with another key ring or application name, or was changed.",
                exception
            );
        }
    }

    private Task WriteAsync(string id, StoredSession session, CancellationToken cancellationToken) =>
        Store.WriteAsync(
            id,
            Protector(id).Protect(JsonSerializer.Serialize(session, SessionJson.Default.StoredSession)),
            cancellationToken
        );

    /// <summary>Each session is sealed for its own key, so that two can't be exchanged in the store.</summary>
    private IDataProtector Protector(string id) => protection.CreateProtector("Tokenhouse.Client.Sessions.v1", id);

    private static string Id(TokenhouseClientOptions options, string session) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', options.Authority, options.ClientId, session))));

    private static TokenRefusedException Unknown(TokenKey key) =>
        new(key.ClientName, "no_session", $"There is no session '{key.Session}'. Let the person sign in.");
}
