using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hosting.Sealing;

/// <summary>Keeps the Data Protection key ring in the datacentre's database, where all its servers find it.</summary>
internal sealed class DbKeyRepository(IDbContextFactory<Db> dbs, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = dbs.CreateDbContext();
        return
        [
            .. db
                .ProtectionKeys.AsNoTracking()
                .OrderBy(key => key.Id)
                .Select(key => key.Xml)
                .AsEnumerable()
                .Select(xml => XElement.Parse(xml)),
        ];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = dbs.CreateDbContext();
        db.ProtectionKeys.Add(new() { Id = Guid.CreateVersion7(clock.GetUtcNow()), Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }

    /// <summary>The id of a master key that part of the ring was encrypted under and that is not the one at hand; null: all is well.</summary>
    public string? OtherMasterKey(MasterKey masterKey) =>
        GetAllElements()
            .SelectMany(element => element.Descendants(MasterKeyEncryptor.Element))
            .Select(element => (string?)element.Attribute("id"))
            .FirstOrDefault(id => id != masterKey.Id);
}
