using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tokenhouse.Core;
using Tokenhouse.Server.Data;
using Tokenhouse.Server.Data.Entities;
using Tokenhouse.Server.Hub.Shared;
using Tokenhouse.Server.Notifications;

namespace Tokenhouse.Server.Hub.People;

/// <summary>
/// Invites a person to the tenant, with a link that works once, for seven days. It is emailed; if email can't be sent, it is shown
/// once, to be passed on. A new invitation to the same address replaces the previous one.
/// </summary>
public sealed class Invite(AdminOperations operations, EmailDispatchService mail, Datacentre datacentre, ILookupNormalizer normalizer)
{
    public static readonly Permission Needed = new(Right.ManagePeople, "hub.people.write");
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The maximum number of emails to one address in a day.</summary>
    public const int MostToOne = 5;

    private const string Field = "email";

    /// <summary>Whom to invite.</summary>
    /// <param name="Email">The email address.</param>
    /// <param name="Role">Their future role.</param>
    public sealed record Input(string Email, Role Role);

    /// <summary>The invitation.</summary>
    /// <param name="Id">The invitation's ID.</param>
    /// <param name="Email">The stored email address.</param>
    /// <param name="Role">Their future role.</param>
    /// <param name="ExpiresAt">When the link expires.</param>
    /// <param name="Link">Only if email can't be sent: the link for the person, shown once.</param>
    public sealed record Output(Guid Id, string Email, Role Role, DateTimeOffset ExpiresAt, [property: Sensitive] string? Link)
    {
        /// <summary>Without the link, which is a secret.</summary>
        public override string ToString() => Email;
    }

    public async Task<Result<Output, Problem>> Execute(Caller caller, Input input)
    {
        var (value, isMailed) = (RandomText.Base64Url(), mail.IsPossible);
        var outcome = await operations.Change<Invitation>(
            caller,
            Needed,
            async work =>
            {
                if (!Enum.IsDefined(input.Role))
                    return Problem.Invalid("role", "Choose one of the four roles.");
                if (EmailAddress.Read(input.Email) is not { } email)
                    return Problem.Invalid(Field, "Enter an email address such as ada@example.com.");
                if (await Fault(work, email) is { } problem)
                    return problem;
                await EndEarlier(work, email);
                var invitation = Row(work, email, input.Role, value, isMailed);
                work.Db.Invitations.Add(invitation);
                await work.Audit(AuditActions.PersonInvited, email, after: new { invitation.Role, invitation.ExpiresAt });
                return invitation;
            }
        );
        if (!outcome.Ok(out var made, out var fault))
            return fault;
        if (isMailed)
            mail.Invite(datacentre.Hub, caller.Tenant, made.Email!, new(caller.TenantTitle, caller.Name, value));
        return new Output(
            made.Id,
            made.Email!,
            made.Role,
            made.ExpiresAt,
            isMailed ? null : EmailTemplates.Invitation(datacentre.Hub, value)
        );
    }

    public static void Map(IEndpointRouteBuilder tenant) =>
        tenant
            .MapPost(
                "/invitations",
                async (HttpContext http, Input input, Invite invite) =>
                    (await invite.Execute(http.Caller(), input)).Created(made => http.TenantUrl($"/invitations/{made.Id}"))
            )
            .RequirePermission(Needed)
            .Shows(Again)
            .Produces<Output>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithName("Invite")
            .WithSummary("Invites a person to the tenant.");

    private static async Task<Result<NoOutput, Problem>> Again(AdminUnitOfWork work, JsonElement shown)
    {
        var id = shown.GetProperty("id").GetGuid();
        if (await WaitingInvitation.Alive(work.Db.Invitations, work.Now).SingleOrDefaultAsync(row => row.Id == id) is not { } invitation)
            return Problem.Conflict("This invitation was accepted, withdrawn or replaced, or has expired. Invite the person again.");
        await work.Audit(AuditActions.InvitationShown, invitation.Email!, after: new { invitation.Role, invitation.ExpiresAt });
        return NoOutput.Done;
    }

    private async Task<Problem?> Fault(AdminUnitOfWork work, string email)
    {
        var (db, tenantId, now, normal) = (work.Db, work.Caller.Tenant.Id, work.Now, normalizer.NormalizeEmail(email));
        if (normal == normalizer.NormalizeEmail(work.Caller.Name))
            return Problem.Invalid(Field, "This is your own address. You can't invite yourself.");
        var member = await db
            .Memberships.Where(row => row.TenantId == tenantId)
            .Where(row => db.Accounts.Any(account => account.Id == row.AccountId && account.NormalizedEmail == normal))
            .SingleOrDefaultAsync();
        if (member is not null)
            return Problem.Invalid(Field, $"{email} is already a member, as {member.Role}. Change the role in the list of people.");
        var yesterday = now.AddDays(-1);
        var others = db.Invitations.Where(row => row.Email != email && row.AcceptedAt == null);
        var counted = others.Where(row => row.CreatedAt > yesterday || row.WithdrawnAt == null && row.ExpiresAt > now);
        if (await work.Beyond(nameof(TenantBounds.Invitations), counted) is { } tooMany)
            return tooMany;
        if (await work.Beyond(nameof(TenantBounds.People), db.Memberships.Where(row => row.TenantId == tenantId)) is { } full)
            return full;
        return await db.Invitations.CountAsync(row => row.Email == email && row.CreatedAt > yesterday) >= MostToOne
            ? Problem.Conflict(
                $"{email} was invited {MostToOne} times within a day. Wait until tomorrow, or ask them to look for the email."
            )
            : null;
    }

    internal static Task<int> EndEarlier(AdminUnitOfWork work, string email)
    {
        var now = work.Now;
        return WaitingInvitation
            .Alive(work.Db.Invitations, now)
            .Where(row => row.Email == email)
            .ExecuteUpdateAsync(row => row.SetProperty(invitation => invitation.WithdrawnAt, now));
    }

    internal static Invitation Row(AdminUnitOfWork work, string email, Role role, string value, bool isMailed) =>
        new()
        {
            Id = Guid.CreateVersion7(work.Now),
            Hash = TextHash.Of(value),
            TenantId = work.Caller.Tenant.Id,
            Role = role,
            Email = email,
            IsMailed = isMailed,
            InvitedBy = work.Caller.Name,
            CreatedAt = work.Now,
            ExpiresAt = work.Now + Lifetime,
        };
}
