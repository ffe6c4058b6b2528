using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tokenhouse.Client;

/// <summary>
/// A secret in a file, sealed by Data Protection. A copy of the file is useless without the key ring, so keep the key ring elsewhere, or protect it with
/// a certificate.
/// </summary>
public static class SealedSecretFile
{
    private const string Purpose = "Tokenhouse.Client.Secret.v1";

    /// <summary>
    /// Seals the secret of a client into the file that its options name, with the application's own key ring. Give your program a command for it:
    /// <c>if (args is ["seal", var name]) await SealedSecretFile.WriteAsync(host.Services, name, Console.ReadLine()!);</c>
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="clientName">The name given to <c>AddTokenhouseClient</c>.</param>
    /// <param name="secret">The secret or app key. White space around it is removed.</param>
    /// <param name="cancellationToken">Stops before the file is replaced.</param>
    /// <returns>The path of the file.</returns>
    public static async Task<string> WriteAsync(
        IServiceProvider services,
        string clientName,
        string secret,
        CancellationToken cancellationToken = default
    )
    {
        var options = services.GetRequiredService<IOptionsMonitor<TokenhouseClientOptions>>().Get(clientName);
        var path =
            options.ClientSecretFile
            ?? throw new InvalidOperationException($"Set ClientSecretFile in the options of the Tokenhouse client '{clientName}'.");
        if (string.IsNullOrWhiteSpace(secret))
            throw new ArgumentException("The secret is empty.", nameof(secret));
        var sealedText = Protector(services.GetRequiredService<IDataProtectionProvider>()).Protect(secret.Trim());
        await DurableFile.WriteAsync(path, sealedText, cancellationToken);
        return Path.GetFullPath(path);
    }

    internal static async Task<string> ReadAsync(string path, IDataProtectionProvider protection, CancellationToken cancellationToken)
    {
        try
        {
            return Protector(protection).Unprotect(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The sealed secret {Path.GetFullPath(path)} can't be read: {exception.Message}",
                exception
            );
        }
        catch (CryptographicException exception)
        {
            throw new InvalidOperationException(
                $"The sealed secret {Path.GetFullPath(path)} can't be opened. It was sealed with another key ring or application name, or was changed. Seal it again.",
                exception
            );
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector(Purpose);
}
