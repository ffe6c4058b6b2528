namespace Integrator;

/// <summary>
/// Keeps a connection alive. Three rules: store the new refresh token before the access token is used; refresh one at a time; when the answer
/// was lost, send the same refresh token again.
/// </summary>
public sealed class Connections(AuthorizationServer server, TimeProvider clock)
{
    /// <summary>An access token that is good for a call, or null when the person has to connect again.</summary>
    public async Task<string?> AccessToken(Visit visit)
    {
        if (visit.Connection is { } connection && connection.IsStale(clock.GetUtcNow()))
            await Refresh(visit, connection);
        return visit.Connection?.AccessToken;
    }

    /// <summary>Exchanges the refresh token of <paramref name="seen"/>, unless somebody did so meanwhile. Answers how it went.</summary>
    public async Task<Notice> Refresh(Visit visit, Connection seen, bool loseTheAnswer = false)
    {
        // One at a time. Several processes need a lock that they share, such as the row: SELECT ... FOR UPDATE.
        await visit.Gate.WaitAsync();
        try
        {
            if (visit.Connection is not { } connection)
                return Notice.Fault("There is no connection any more.");
            if (connection.RefreshToken != seen.RefreshToken)
                return Notice.Good("Another request refreshed it meanwhile.");

            var (reply, attempts) = await Send(connection, loseTheAnswer);
            if (reply.Error == "invalid_grant")
            {
                // Withdrawn, expired, or used by somebody else. It never becomes good again: only the person can connect again.
                visit.Connection = null;
                return Notice.Fault($"The connection has ended. {reply.Explanation}");
            }
            if (!reply.IsSuccess)
                return Notice.Fault($"The refresh was refused, and the connection stays. {reply.Explanation}");

            // Stored first, and durably: from now on the old refresh token is spent.
            var next = Connection.From(reply, connection.Dialect, connection.Client, clock.GetUtcNow());
            visit.Connection = next with { Person = connection.Person };
            return Notice.Good(attempts == 1 ? "Refreshed." : $"Refreshed at attempt {attempts}, with the same refresh token.");
        }
        finally
        {
            visit.Gate.Release();
        }
    }

    /// <summary>
    /// A lost answer may have spent the token. Within a window the server gives the same successor again: 10 seconds to a client with a
    /// secret, 3 to one without. Later the same token looks stolen, and ends the connection. So: short patience, few attempts, no pause.
    /// </summary>
    private async Task<(Reply Reply, int Attempts)> Send(Connection connection, bool loseTheAnswer)
    {
        var patience = TimeSpan.FromSeconds(connection.Client.IsPublic ? 1 : 3);
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(patience, clock);
            try
            {
                var reply = await server.Refresh(connection, timeout.Token);
                if (loseTheAnswer && attempt == 1)
                    continue; // to try it out: as if the network had swallowed the answer
                if (reply.Status < 500 || attempt == 3)
                    return (reply, attempt);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && attempt < 3)
            {
                // The refresh token stays stored: the next attempt, now or later, sends the same one.
            }
        }
    }
}
