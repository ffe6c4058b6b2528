using System.Security.Cryptography;
using System.Text;
using Tokenhouse.Server.Hosting.Options;

namespace Tokenhouse.Server.Hosting.Sealing;

/// <summary>
/// The key that is kept outside the databases. Each datacentre encrypts its key ring under its own key derived from it,
/// so that one datacentre's ring is useless in another.
/// </summary>
internal sealed class MasterKey
{
    private const int Length = 32;
    private const string HowTo =
        "Create one with `openssl rand -base64 32`, keep it outside the database, and never lose it: the databases can't be used without it.";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly byte[] key;

    private MasterKey(byte[] key, string datacentre)
    {
        this.key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, info: Encoding.UTF8.GetBytes($"tokenhouse/key-ring/{datacentre}"));
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, this.key, 4, info: "tokenhouse/id"u8.ToArray()));
    }

    /// <summary>Identifies a key without revealing anything about it.</summary>
    public string Id { get; }

    /// <summary>The configured key; in Development, one is created in the data folder.</summary>
    /// <exception cref="StartRefusedException">It is missing, isn't 32 bytes in base64, or others can read its file.</exception>
    public static Func<string, MasterKey> For(InstallationOptions options, bool isDevelopment)
    {
        var text = options.MasterKey ?? Stored(options, isDevelopment);
        var bytes = new byte[Length + 1];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length) || length != Length)
            throw new StartRefusedException($"The master key isn't {Length} bytes in base64. {HowTo}");
        return datacentre => new(bytes[..Length], datacentre);
    }

    public byte[] Encrypt(byte[] plain)
    {
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (cipher, tag) = (new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        aes.Encrypt(nonce, plain, cipher, tag);
        return [.. nonce, .. tag, .. cipher];
    }

    /// <exception cref="CryptographicException">It was encrypted under another key, or altered.</exception>
    public byte[] Decrypt(byte[] encrypted)
    {
        using var aes = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        var (nonceEnd, tagEnd) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[encrypted.Length - tagEnd];
        aes.Decrypt(encrypted.AsSpan(0, nonceEnd), encrypted.AsSpan(tagEnd), encrypted.AsSpan(nonceEnd, tagEnd - nonceEnd), plain);
        return plain;
    }

    private static string Stored(InstallationOptions options, bool isDevelopment)
    {
        if (options.MasterKeyFile is { } configured)
            return Read(configured);
        if (!isDevelopment)
            throw new StartRefusedException($"The master key is missing. Set Tokenhouse__MasterKey or Tokenhouse__MasterKeyFile. {HowTo}");

        var file = Path.Combine(options.DataFolder, "master.key");
        if (!File.Exists(file))
        {
            var made = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, made);
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        }
        return Read(file);
    }

    private static string Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != UnixFileMode.None)
                throw new StartRefusedException(
                    $"Other accounts on this machine can read the master key file {file}. Run `chmod 600 {file}` and start again."
                );
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Can't read the master key file {file}: {exception.Message} {HowTo}", exception);
        }
    }
}
