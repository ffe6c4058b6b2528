using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace Tokenhouse.Bench.Limit;

/// <summary>
/// What no token endpoint can do without: read the form, hash the secret, sign once, write the answer. Everything that need not be
/// made anew for each request is made once, so that this is a limit and not a competitor.
/// </summary>
internal static class TokenAnswer
{
    private const int SignatureBytes = 64;

    private static readonly byte[] SecretHash = SHA256.HashData("acme-live-demo-secret"u8);

    // An instance for each thread, because ECDsa does not promise to be safe for several at once.
    private static readonly ECParameters SigningKey = NewKey();
    private static readonly ThreadLocal<ECDsa> Signer = new(() => ECDsa.Create(SigningKey));

    private static readonly string Header = Encoded(
        """{"alg":"ES256","kid":"rhyOlHfwQ-R3gaFMMlWFOxBhXAzTcuR8gsZKZw0xXV4","typ":"at+jwt"}"""
    );
    private static readonly string Payload = Encoded(
        """{"aud":"urn:tokenhouse:hr","iss":"http://login.dc2.localhost:5080","exp":1795285329,"iat":1795285029,"sub":"acme-live","client_id":"acme-live","jti":"EV3b5Kkc-xpRqlbSLBLnbw","scope":"Public.Application.Read Public.Application.Write","tenant":"acme","tenant_id":218,"environment":"LIVE","datacentre":"dc2"}"""
    );
    private static readonly byte[] SigningInput = Encoding.ASCII.GetBytes($"{Header}.{Payload}");
    private static readonly byte[] BeforeSignature = [.. "{\"access_token\":\""u8, .. SigningInput, .. "."u8];
    private static readonly byte[] AfterSignature =
    [
        .. "\",\"expires_in\":300,\"token_type\":\"Bearer\",\"scope\":\"Public.Application.Read Public.Application.Write\"}"u8,
    ];
    private static readonly int AnswerBytes = BeforeSignature.Length + Base64Url.GetEncodedLength(SignatureBytes) + AfterSignature.Length;

    public static async Task Handle(HttpContext http)
    {
        var response = http.Response;
        if (!await ProvesSecret(http.Request))
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        response.ContentType = "application/json";
        response.ContentLength = AnswerBytes;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Correlation-Id"] = "01a1ff5393b7721ea79bc56771c777b0";
        WriteToken(response.BodyWriter);
    }

    private static async ValueTask<bool> ProvesSecret(HttpRequest request)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.IsCompleted)
            {
                var proved = ProvesSecret(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray());
                reader.AdvanceTo(read.Buffer.End);
                return proved;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool ProvesSecret(ReadOnlySpan<byte> form)
    {
        var name = "client_secret="u8;
        var at = form.IndexOf(name);
        if (at < 0)
            return false;
        var secret = form[(at + name.Length)..];
        var end = secret.IndexOf((byte)'&');

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(end < 0 ? secret : secret[..end], hash);
        return CryptographicOperations.FixedTimeEquals(hash, SecretHash);
    }

    private static void WriteToken(PipeWriter body)
    {
        Span<byte> signature = stackalloc byte[SignatureBytes];
        Signer.Value!.SignData(SigningInput, signature, HashAlgorithmName.SHA256);

        var answer = body.GetSpan(AnswerBytes);
        BeforeSignature.CopyTo(answer);
        var written = BeforeSignature.Length + Base64Url.EncodeToUtf8(signature, answer[BeforeSignature.Length..]);
        AfterSignature.CopyTo(answer[written..]);
        body.Advance(AnswerBytes);
    }

    private static ECParameters NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportParameters(includePrivateParameters: true);
    }

    private static string Encoded(string json) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));
}
