using System.Diagnostics;
using Microsoft.Extensions.Options;
using Tokenhouse.Client.Caching;
using Tokenhouse.Client.SignIn;
using Tokenhouse.Client.Transport;

namespace Tokenhouse.Client;

/// <summary>
/// Lets a person sign in with the browser, for programs on their machine (RFC 8252): the code grant with PKCE, and a loopback address that the browser
/// returns to. Take it from the container.
/// </summary>
public sealed class BrowserSignIn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly IOptionsMonitor<TokenhouseClientOptions> monitor;
    private readonly TokenEndpoint endpoint;
    private readonly TokenhouseSessions sessions;
    private readonly TimeProvider clock;

    internal BrowserSignIn(
        IOptionsMonitor<TokenhouseClientOptions> monitor,
        TokenEndpoint endpoint,
        TokenhouseSessions sessions,
        TimeProvider clock
    ) => (this.monitor, this.endpoint, this.sessions, this.clock) = (monitor, endpoint, sessions, clock);

    /// <summary>
    /// Opens the browser, waits at most 10 minutes until the person has signed in and agreed, and starts the session. The tokens are stored before this
    /// returns; get them with <see cref="TokenRequestParameters.Session"/>.
    /// </summary>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>. Its options need <see cref="TokenhouseClientOptions.RedirectUri"/>.</param>
    /// <param name="session">Your name for the session, such as <c>default</c>.</param>
    /// <param name="openBrowser">Opens an address; the default browser if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TokenRefusedException">The person declined (<c>access_denied</c>), or the server refuses.</exception>
    /// <exception cref="TokenUnavailableException">The server doesn't answer. Sign in again.</exception>
    /// <exception cref="TimeoutException">The person didn't finish within 10 minutes.</exception>
    public async Task SignInAsync(
        string clientName,
        string session,
        Action<Uri>? openBrowser = null,
        CancellationToken cancellationToken = default
    )
    {
        var options = monitor.Get(clientName);
        if (options.RedirectUri is not { } registered)
            throw new InvalidOperationException($"Set RedirectUri in the options of the Tokenhouse client '{clientName}'.");
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var listener = new LoopbackListener(new(registered), clock);
            var request = new AuthorizationRequest(options, listener.RedirectUri);
            (openBrowser ?? OpenBrowser)(request.Address);
            using var answer = await listener.WaitAsync(request.IsAnsweredBy, either.Token);
            await FinishAsync(clientName, session, request, answer, either.Token);
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The sign-in wasn't finished within 10 minutes.", exception);
        }
    }

    private async Task FinishAsync(
        string clientName,
        string session,
        AuthorizationRequest request,
        LoopbackAnswer answer,
        CancellationToken cancellationToken
    )
    {
        var text = "You are signed in. You can close this window.";
        try
        {
            var code = request.Code(clientName, answer.Parameters);
            var requested = Moment.Now(clock);
            var response = await endpoint.RequestAsync(request.Exchange(clientName, code), cancellationToken);
            await sessions.StartAsync(clientName, session, response, requested, cancellationToken);
        }
        catch (Exception exception)
        {
            text = $"The sign-in failed. {exception.Message}";
            throw;
        }
        finally
        {
            await ShowAsync(answer, text, cancellationToken);
        }
    }

    private static async Task ShowAsync(LoopbackAnswer answer, string text, CancellationToken cancellationToken)
    {
        try
        {
            await answer.ShowAsync(text, cancellationToken);
        }
        catch (IOException)
        {
            // The window is closed already. The program knows the outcome.
        }
    }

    private static void OpenBrowser(Uri address) =>
        Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true })?.Dispose();
}
