using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>
/// The ID of a new client, unique within the datacentre: <c>dc2-</c> and letters and digits that can't be confused; for an app key, the
/// eight digits of its login. IDs aren't secret.
/// </summary>
public static class ClientIdGenerator
{
    private const string Unmistakable = "abcdefghjkmnpqrstuvwxyz23456789"; // no i, l, o, 0, 1
    private const int Length = 14;
    private const int AppIdLength = 8;

    public static string Generate(Datacentre datacentre, ClientKind kind) =>
        kind is ClientKind.AppKey
            // Doesn't begin with 0, so that programs that treat it as a number keep all digits.
            ? RandomNumberGenerator.GetString("123456789", 1) + RandomNumberGenerator.GetString("0123456789", AppIdLength - 1)
            : $"{datacentre.Name}-{RandomNumberGenerator.GetString(Unmistakable, Length)}";

    /// <summary>Draws until an ID is unused in all tenants and environments.</summary>
    public static async Task<string> Free(Db db, Func<string> draw)
    {
        while (true)
        {
            var id = draw();
            if (!await db.Clients.IgnoreQueryFilters([Db.OwnerFilter]).AnyAsync(client => client.Id == id))
                return id;
        }
    }
}
