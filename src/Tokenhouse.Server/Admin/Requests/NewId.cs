using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;

namespace Tokenhouse.Server.Admin.Requests;

/// <summary>
/// The id of a new client, unique within the datacentre: <c>dc2-</c> and letters and digits that nobody takes for one another; for an app key the
/// eight digits that its login takes. An id is no secret.
/// </summary>
public static class NewId
{
    private const string Unmistakable = "abcdefghjkmnpqrstuvwxyz23456789"; // no i, l, o, 0, 1
    private const int Length = 14;
    private const int AppIdLength = 8;

    public static string Draw(Datacentre datacentre, ClientKind kind) =>
        kind is ClientKind.AppKey
            // Programs that take it for a number keep all its digits.
            ? RandomNumberGenerator.GetString("123456789", 1) + RandomNumberGenerator.GetString("0123456789", AppIdLength - 1)
            : $"{datacentre.Name}-{RandomNumberGenerator.GetString(Unmistakable, Length)}";

    /// <summary>Draws until one is drawn that no client has, of whatever tenant and environment.</summary>
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
