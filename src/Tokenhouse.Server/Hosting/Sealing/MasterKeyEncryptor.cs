using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Tokenhouse.Server.Hosting.Sealing;

/// <summary>Encrypts entries of the Data Protection key ring under the master key.</summary>
internal sealed class MasterKeyEncryptor(MasterKey masterKey) : IXmlEncryptor
{
    private const string Element = "masterKey";
    private const string Id = "id";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var encrypted = masterKey.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        var element = new XElement(Element, new XAttribute(Id, masterKey.Id), Convert.ToBase64String(encrypted));
        return new(element, typeof(MasterKeyDecryptor));
    }

    /// <summary>The ID of another master key under which part of the ring was encrypted; null if there is none.</summary>
    public static string? OtherKey(IEnumerable<XElement> ring, MasterKey atHand) =>
        ring.SelectMany(element => element.Descendants(Element))
            .Select(element => (string?)element.Attribute(Id))
            .FirstOrDefault(id => id != atHand.Id);
}
