using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tokenhouse.Core;

namespace Tokenhouse.Server.Hosting.Commands;

/// <summary>
/// What the command <c>check</c> says about the hosts: their DNS names, and whether a request from outside reaches a server with its <c>Host</c> header and
/// over TLS.
/// </summary>
internal static class HostChecks
{
    private const int DaysBeforeExpiry = 21;

    public static async Task Run(CommandSettings read, CheckReport report, CancellationToken cancellationToken)
    {
        await Proxies(read, report);
        if (read.Options.BaseUrl!.IsLoopback)
        {
            await report.Ok("hosts", "on loopback, nothing to resolve");
            return;
        }
        foreach (var target in read.Datacentres(named: null))
        {
            foreach (var host in Hosts(target))
                await Resolve(host, report, cancellationToken);
            foreach (var environment in Enum.GetValues<TenantEnvironment>())
                await Reach(target.Datacentre.Site(environment), report, cancellationToken);
        }
    }

    private static IEnumerable<string> Hosts(DatacentreTarget target) =>
        [
            .. Enum.GetValues<TenantEnvironment>().Select(environment => target.Datacentre.Site(environment).Host),
            target.Datacentre.Hub.Host,
            .. target.Options.Sites.Values.SelectMany(site => site.Aliases),
        ];

    private static Task Resolve(string host, CheckReport report, CancellationToken cancellationToken) =>
        CheckCommand.Try(
            report,
            $"DNS {host}",
            "Add an A or AAAA record that leads to your proxy.",
            async patience =>
                await report.Ok(
                    $"DNS {host}",
                    string.Join(", ", (await Dns.GetHostAddressesAsync(host, patience)).Select(address => address.ToString()))
                ),
            cancellationToken
        );

    /// <summary>Asks for metadata, whose issuer shows that the <c>Host</c> header arrived.</summary>
    private static Task Reach(Site site, CheckReport report, CancellationToken cancellationToken) =>
        CheckCommand.Try(
            report,
            $"request to {site.Issuer}",
            "Start the server and the proxy. The proxy must have a certificate for this host and pass on the Host header.",
            async patience =>
            {
                DateTimeOffset? expiry = null;
                using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
                handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    if (certificate is X509Certificate2 { NotAfter: var until })
                        expiry = new DateTimeOffset(until);
                    return errors is SslPolicyErrors.None;
                };
                using var http = new HttpClient(handler);
                using var answer = await http.GetAsync($"{site.Issuer}/.well-known/oauth-authorization-server", patience);
                await Judge(site, answer, expiry, report, patience);
            },
            cancellationToken
        );

    private static async Task Judge(
        Site site,
        HttpResponseMessage answer,
        DateTimeOffset? expiry,
        CheckReport report,
        CancellationToken cancellationToken
    )
    {
        var subject = $"request to {site.Issuer}";
        if (answer.StatusCode is HttpStatusCode.MisdirectedRequest)
            await report.Fail(subject, "the server doesn't know the host. Configure the proxy to pass on the Host header.");
        else if (!answer.IsSuccessStatusCode)
            await report.Fail(subject, $"status {(int)answer.StatusCode}. See the logs of the proxy and the server.");
        else if (Issuer(await answer.Content.ReadAsStringAsync(cancellationToken)) != site.Issuer)
            await report.Fail(subject, "something else answers there. Check DNS and the proxy.");
        else if (expiry < TimeProvider.System.GetUtcNow().AddDays(DaysBeforeExpiry))
            await report.Warn(
                subject,
                string.Create(CultureInfo.InvariantCulture, $"the certificate expires on {expiry:yyyy-MM-dd}. Renew it.")
            );
        else
            await report.Ok(subject, expiry is null ? "answers" : $"answers, certificate valid until {expiry:yyyy-MM-dd}");
    }

    private static string? Issuer(string body)
    {
        try
        {
            using var metadata = JsonDocument.Parse(body);
            return metadata.RootElement.GetProperty("issuer").GetString();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task Proxies(CommandSettings read, CheckReport report)
    {
        const string subject = "proxy headers";
        var listens = read.Configuration["urls"] ?? "";
        if (read.Options.Proxies.Count > 0)
            await report.Ok(subject, $"X-Forwarded-For is trusted from {string.Join(", ", read.Options.Proxies)}");
        else if (read.Options.BaseUrl!.Scheme == Uri.UriSchemeHttps && !listens.Contains("https:", StringComparison.Ordinal))
            await report.Warn(
                subject,
                "no proxy is trusted, but this server doesn't speak TLS itself: allowlists and sign-in limits take the proxy's address for everyone's. "
                    + "Set Tokenhouse:Proxies, such as 127.0.0.1/32."
            );
        else
            await report.Ok(subject, "no proxy: addresses are those of the connections");
    }
}
