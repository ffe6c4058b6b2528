using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Tokenhouse.Server.Hosting.Sealing;

/// <summary>
/// Decrypts what <see cref="MasterKeyEncryptor"/> encrypted. Data Protection writes this type's full name into the ring: it must
/// keep its name and namespace for as long as rings exist.
/// </summary>
public sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(
            Encoding.UTF8.GetString(services.GetRequiredService<MasterKey>().Decrypt(Convert.FromBase64String(encryptedElement.Value)))
        );
}
