using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Tokenhouse.Server.Data;

/// <summary>The table of the Data Protection key ring, whose entries are encrypted under the master key.</summary>
internal static class KeyRingSchema
{
    public static void Describe(ModelBuilder model) =>
        model.Entity<DataProtectionKey>(key =>
        {
            // The table has its own ID; the framework's number and name of an entry aren't stored.
            const string id = "RowId";
            key.ToTable("ProtectionKeys");
            key.Property<Guid>(id).HasColumnName("Id");
            key.HasKey(id);
            key.Ignore(k => k.Id).Ignore(k => k.FriendlyName);
            key.Property(k => k.Xml).IsRequired();
        });
}
