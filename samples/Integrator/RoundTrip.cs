namespace Integrator;

/// <summary>The buttons, and the return from the authorization server. Every step ends on the page, with a message about what happened.</summary>
public sealed class RoundTrip(AuthorizationServer server, Connections connections, Visits visits, Settings settings, TimeProvider clock)
{
    /// <summary>Redirects the person to the authorization server.</summary>
    public async Task<IResult> Connect(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var dialect = Dialect.All.FirstOrDefault(dialect => dialect.Name == form["dialect"]) ?? Dialect.All[0];
        var client = form["client"] == "desktop" ? Client.Desktop(settings, http.Connection.LocalPort) : Client.Web(settings);
        var signIn = new SignIn(dialect, client, form["who"] == "yes" ? "all openid" : "all");
        return await Step(
            http,
            async visit =>
            {
                if (client.IsPublic && !dialect.TakesPublicClients)
                    return Notice.Fault($"{dialect.Name} only supports HTTP Basic, so a client without a secret can't use it.");
                await server.Find();
                visit.SignIn = signIn;
                return null;
            },
            otherwise: signIn.Link(settings.Authority)
        );
    }

    /// <summary>The person returns with a code or an error (RFC 6749, 4.1.2).</summary>
    public Task<IResult> Return(HttpContext http) =>
        Step(
            http,
            async visit =>
            {
                var answer = http.Request.Query;
                var signIn = visit.SignIn;
                visit.SignIn = null; // whatever happens, a second response to it is ignored
                if (signIn is null || answer["state"] != signIn.State)
                    return Notice.Fault("This response doesn't belong to a sign-in started here (state). It was ignored. Start again.");
                // Checked before anything else is used, to prevent mix-up attacks by another server (RFC 9207).
                if (answer["iss"] != settings.Authority)
                    return Notice.Fault("The response came from another authorization server (iss). It was ignored.");
                if (answer["error"] == "access_denied")
                    return Notice.Fault("You declined, so nothing was connected.");
                if (answer["error"].Count > 0)
                    return Notice.Fault($"The server refused: {answer["error_description"]} ({answer["error"]})");

                var reply = await server.Exchange(signIn, answer["code"].ToString());
                if (!reply.IsSuccess)
                    return Notice.Fault($"The code was refused. {reply.Explanation}", reply);
                var connection = Connection.From(reply, signIn.Dialect, signIn.Client, clock.GetUtcNow());
                if (signIn.AsksWhoItIs)
                    connection = connection with
                    {
                        Person = IdToken.Person(reply.Required("id_token"), signIn, settings.Authority, clock.GetUtcNow()),
                    };
                visit.Connection = connection;
                return Notice.Good("Connected.");
            }
        );

    public async Task<IResult> Refresh(HttpContext http)
    {
        var lose = (await http.Request.ReadFormAsync())["lose"] == "yes";
        return await Step(http, async visit => visit.Connection is { } seen ? await connections.Refresh(visit, seen, lose) : Gone());
    }

    /// <summary>Calls an API with a valid access token, refreshing if necessary.</summary>
    public Task<IResult> Call(HttpContext http) =>
        Step(
            http,
            async visit =>
            {
                if (visit.Connection?.Dialect.UserInfo is not { } api || await connections.AccessToken(visit) is not { } token)
                    return Gone();
                var reply = await server.Call(api, token);
                if (reply.Status == 401 && visit.Connection is { } seen)
                {
                    // It ended early. One refresh shows whether the connection did too. A second 401 isn't about the token's age.
                    var notice = await connections.Refresh(visit, seen);
                    if (notice.IsFault || visit.Connection is not { } fresh)
                        return notice;
                    reply = await server.Call(api, fresh.AccessToken);
                }
                return reply.IsSuccess
                    ? Notice.Good("The API answered:", reply)
                    : Notice.Fault($"The API refused: {reply.Explanation}", reply);
            }
        );

    /// <summary>Shows what introspection returns about the access token.</summary>
    public Task<IResult> Introspect(HttpContext http) =>
        Step(
            http,
            async visit =>
                visit.Connection is { } connection
                    ? Notice.Good("About the access token, the server says:", await server.Introspect(connection))
                    : Gone()
        );

    /// <summary>Ends the connection at the server first: if it were only deleted here, a copy of the tokens would still work.</summary>
    public Task<IResult> Disconnect(HttpContext http) =>
        Step(
            http,
            async visit =>
            {
                await visit.Gate.WaitAsync(); // not during a refresh, because its tokens would outlive this
                try
                {
                    if (visit.Connection is not { } connection)
                        return Gone();
                    if (connection.Dialect.Revoke is { } endpoint)
                    {
                        var reply = await server.Revoke(connection, endpoint);
                        if (!reply.IsSuccess)
                            return Notice.Fault(
                                $"The server didn't end the connection, so it is kept here too. {reply.Explanation}",
                                reply
                            );
                        visit.Connection = null;
                        return Notice.Good("Disconnected. Its tokens no longer work.");
                    }
                    visit.Connection = null;
                    return Notice.Good(
                        $"Deleted here only. {connection.Dialect.Name} has no revocation. To end the connection, withdraw it at {settings.Authority}/account."
                    );
                }
                finally
                {
                    visit.Gate.Release();
                }
            }
        );

    private static Notice Gone() => Notice.Fault("The connection no longer exists. Connect again.");

    /// <summary>303, so that reloading the page repeats nothing and the code disappears from the address bar.</summary>
    private async Task<IResult> Step(HttpContext http, Func<Visit, Task<Notice?>> step, string otherwise = "/")
    {
        var visit = visits.Of(http);
        try
        {
            visit.Notice = await step(visit);
        }
        catch (UnusableException e)
        {
            visit.Notice = Notice.Fault(e.Message);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            visit.Notice = Notice.Fault(
                $"{settings.Authority} does not answer. Is it running? (dotnet run --project src/Tokenhouse.Server) Nothing was lost: try again."
            );
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = visit.Notice is null ? otherwise : "/";
        return Results.Empty;
    }
}
