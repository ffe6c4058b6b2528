using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Secrets;

/// <summary>Shows what a link is for. This changes nothing, because mail scanners open every link.</summary>
public sealed class ReadHandOver(AdminOperations operations)
{
    public static readonly Permission Needed = new(Right.HoldSecrets, "hub.credentials.read");

    /// <summary>The problem for any invalid link, whatever the reason.</summary>
    public static readonly Problem NotGood = new(
        StatusCodes.Status404NotFound,
        "This link is no longer valid",
        "It was already used, a newer link was created, it is older than seven days, or it is for something else."
    );

    /// <param name="Key">The credential.</param>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Purpose">What it is for.</param>
    /// <param name="MadeBy">Who created the link.</param>
    /// <param name="ExpiresAt">When it expires.</param>
    public sealed record Output(ClientKey Key, ClientKind Kind, string Name, string Purpose, string MadeBy, DateTimeOffset ExpiresAt);

    public Task<Result<Output, Problem>> Execute(Caller caller, ClientKey key, string link) =>
        operations.Read<Output>(
            caller,
            Needed,
            async (db, now) =>
            {
                if (await key.Find(db) is not { } client || await Alive(db, client, link, now).SingleOrDefaultAsync() is not { } row)
                    return NotGood;
                return new Output(key, client.Kind, client.Name, client.Purpose, row.MadeBy, row.ExpiresAt);
            }
        );

    /// <summary>The link's row, if it can be spent for the credential.</summary>
    internal static IQueryable<HandOver> Alive(Db db, Client client, string link, DateTimeOffset now)
    {
        var hash = TextHash.Of(link);
        return db.HandOvers.Where(row =>
            row.Hash == hash
            && row.Environment == client.Environment
            && row.ClientId == client.Id
            && row.SpentAt == null
            && row.ExpiresAt > now
        );
    }
}
