using System.Net;
using System.Text;
using System.Text.Json;
using Duende.IdentityModel.OidcClient;
using Duende.IdentityModel.OidcClient.Browser;

namespace Clients;

/// <summary>A native program with Duende.IdentityModel.OidcClient. The person opens its links in a browser.</summary>
internal static class OidcClientProgram
{
    public static async Task Run()
    {
        var client = new OidcClient(
            new OidcClientOptions
            {
                Authority = Settings.Issuer,
                ClientId = Settings.ClientId,
                RedirectUri = Settings.Url + "/callback",
                PostLogoutRedirectUri = Settings.Url + "/signed-out",
                Scope = "openid profile email",
                Browser = new SystemBrowser(),
            }
        );
        var login = Checked(await client.LoginAsync());
        var refreshed = Checked(await client.RefreshTokenAsync(login.RefreshToken));
        var person = Checked(await client.GetUserInfoAsync(refreshed.AccessToken))
            .Claims.ToDictionary(claim => claim.Type, claim => claim.Value);
        Checked(await client.LogoutAsync(new() { IdTokenHint = login.IdentityToken }));
        Console.WriteLine(JsonSerializer.Serialize(new { claims = person, tokens = new[] { login.RefreshToken, refreshed.RefreshToken } }));
    }

    private static T Checked<T>(T result)
        where T : Result => result.IsError ? throw new InvalidOperationException($"{result.Error}: {result.ErrorDescription}") : result;

    /// <summary>Prints the link, and listens where the browser comes back.</summary>
    private sealed class SystemBrowser : IBrowser
    {
        public async Task<BrowserResult> InvokeAsync(BrowserOptions options, CancellationToken cancellationToken)
        {
            using var listener = new HttpListener { Prefixes = { Settings.Url + "/" } };
            listener.Start();
            Console.WriteLine($"Open {options.StartUrl}");
            var context = await listener.GetContextAsync().WaitAsync(cancellationToken);
            await context.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes("You can close this window."), cancellationToken);
            context.Response.Close();
            return new() { ResultType = BrowserResultType.Success, Response = context.Request.RawUrl };
        }
    }
}
