using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokenhouse.Tests.Support;

/// <summary>A passkey on a device, written from WebAuthn and not from the server: makes itself known, and signs in.</summary>
public sealed class Passkey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithKey = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(16);
    private byte[] userHandle = [];

    public string Origin { get; init; } = BrowserSession.Dc3;

    public string Domain { get; init; } = "dc3.localhost";

    /// <summary>Whether the device asked for a finger, a face or a PIN.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>How many signatures it says it has made.</summary>
    public uint Count { get; set; }

    public string Id => Base64Url.EncodeToString(id);

    /// <summary>The answer to <c>navigator.credentials.create</c>.</summary>
    public string Create(string options)
    {
        var asked = JsonDocument.Parse(options).RootElement;
        userHandle = Base64Url.DecodeFromChars(asked.GetProperty("user").GetProperty("id").GetString());
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Authenticator(WithKey), .. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] attestation =
        [
            0xA3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xA0,
            .. Text("authData"),
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Credential(
            new()
            {
                ["clientDataJSON"] = Client("webauthn.create", asked),
                ["attestationObject"] = Base64Url.EncodeToString(attestation),
                ["transports"] = Array.Empty<string>(),
            }
        );
    }

    /// <summary>The answer to <c>navigator.credentials.get</c>.</summary>
    public string Get(string options)
    {
        Count += Count > 0 ? 1u : 0;
        var client = Client("webauthn.get", JsonDocument.Parse(options).RootElement);
        var data = Authenticator(0);
        byte[] signed = [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))];
        return Credential(
            new()
            {
                ["clientDataJSON"] = client,
                ["authenticatorData"] = Base64Url.EncodeToString(data),
                ["signature"] = Base64Url.EncodeToString(
                    key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ),
                ["userHandle"] = Base64Url.EncodeToString(userHandle),
            }
        );
    }

    public void Dispose() => key.Dispose();

    private byte[] Authenticator(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), (byte)(flags | Present | (Verifies ? Verified : 0)), .. count];
    }

    private string Client(string type, JsonElement asked) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, object>
                {
                    ["type"] = type,
                    ["challenge"] = asked.GetProperty("challenge").GetString()!,
                    ["origin"] = Origin,
                    ["crossOrigin"] = false,
                }
            )
        );

    private string Credential(Dictionary<string, object> response) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object>
            {
                ["id"] = Id,
                ["rawId"] = Id,
                ["type"] = "public-key",
                ["clientExtensionResults"] = new Dictionary<string, object>(),
                ["response"] = response,
            }
        );

    // A text of CBOR (RFC 8949, 3.1), shorter than 24 octets.
    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];
}
