using Microsoft.AspNetCore.Authorization;

namespace Tokenhouse.Server.Hub.Shared;

/// <summary>
/// What an operation requires: the right of a person, or the right and scope of a program. Each use case has one, and its route and page require it
/// (<see cref="PermissionRoutes.RequirePermission"/>).
/// </summary>
/// <param name="Right">The right that a person's role must include.</param>
/// <param name="Scope">The scope that a program's access token must have.</param>
public sealed record Permission(Right Right, string Scope) : IAuthorizationRequirement;
