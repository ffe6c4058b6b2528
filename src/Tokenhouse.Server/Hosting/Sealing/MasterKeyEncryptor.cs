using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Tokenhouse.Server.Hosting.Sealing;

/// <summary>Encrypts entries of the Data Protection key ring under the master key.</summary>
internal sealed class MasterKeyEncryptor(MasterKey masterKey) : IXmlEncryptor
{
    public const string Element = "masterKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var encrypted = masterKey.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        var element = new XElement(Element, new XAttribute("id", masterKey.Id), Convert.ToBase64String(encrypted));
        return new(element, typeof(MasterKeyDecryptor));
    }
}
