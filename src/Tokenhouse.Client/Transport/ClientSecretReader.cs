using Microsoft.AspNetCore.DataProtection;

namespace Tokenhouse.Client.Transport;

/// <summary>Reads a client's secret from wherever its options say, each time it is needed.</summary>
internal sealed class ClientSecretReader(IDataProtectionProvider protection)
{
    public async ValueTask<string> ReadAsync(TokenhouseClientOptions options, CancellationToken cancellationToken)
    {
        if (options.ClientSecretFile is { } file)
            return await SealedSecretFile.ReadAsync(file, protection, cancellationToken);
        return options.ClientSecretProvider is { } provider ? await provider(cancellationToken) : options.ClientSecret!;
    }
}
