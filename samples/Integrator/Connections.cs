namespace Integrator;

/// <summary>
/// Keeps a connection alive. Three rules: store the new refresh token before you use the access token; refresh one at a time; if the response
/// was lost, send the same refresh token again.
/// </summary>
public sealed class Connections(AuthorizationServer server, TimeProvider clock)
{
    /// <summary>A valid access token, or null if the person has to connect again.</summary>
    public async Task<string?> AccessToken(Visit visit)
    {
        if (visit.Connection is { } connection && connection.IsStale(clock.GetUtcNow()))
            await Refresh(visit, connection);
        return visit.Connection?.AccessToken;
    }

    /// <summary>Exchanges the refresh token of <paramref name="seen"/>, unless another request already did. Returns the outcome.</summary>
    public async Task<Notice> Refresh(Visit visit, Connection seen, bool loseTheAnswer = false)
    {
        // One at a time. Several processes need a shared lock, such as the row: SELECT ... FOR UPDATE.
        await visit.Gate.WaitAsync();
        try
        {
            if (visit.Connection is not { } connection)
                return Notice.Fault("The connection no longer exists.");
            if (connection.RefreshToken != seen.RefreshToken)
                return Notice.Good("Another request refreshed it in the meantime.");

            var (reply, attempts) = await Send(connection, loseTheAnswer);
            if (reply.Error == "invalid_grant")
            {
                // Withdrawn, expired, or used by someone else. It can't become valid again: the person has to connect again.
                visit.Connection = null;
                return Notice.Fault($"The connection has ended. {reply.Explanation}");
            }
            if (!reply.IsSuccess)
                return Notice.Fault($"The refresh was refused. The connection is kept. {reply.Explanation}");

            // Stored first, and durably: from now on the old refresh token is spent.
            var next = Connection.From(reply, connection.Dialect, connection.Client, clock.GetUtcNow());
            visit.Connection = next with { Person = connection.Person };
            return Notice.Good(attempts == 1 ? "Refreshed." : $"Refreshed on attempt {attempts}, with the same refresh token.");
        }
        finally
        {
            visit.Gate.Release();
        }
    }

    /// <summary>
    /// A lost response may have spent the token. The server then returns the same successor again: twice within ten minutes to a client with a
    /// secret, once within two minutes to one without. Otherwise the same token looks stolen, and ends the connection.
    /// </summary>
    private async Task<(Reply Reply, int Attempts)> Send(Connection connection, bool loseTheAnswer)
    {
        var (attempts, patience) = (connection.Client.IsPublic ? 2 : 3, TimeSpan.FromSeconds(10));
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(patience, clock);
            try
            {
                var reply = await server.Refresh(connection, timeout.Token);
                if (loseTheAnswer && attempt == 1)
                    continue; // simulates a response lost by the network
                if (reply.Status < 500 || attempt == attempts)
                    return (reply, attempt);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && attempt < attempts)
            {
                // The refresh token stays stored: the next attempt, now or later, sends the same one.
            }
        }
    }
}
