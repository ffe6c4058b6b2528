using Tokenhouse.Server.Data.Entities;

namespace Tokenhouse.Server.Demo;

/// <summary>A person who can sign in.</summary>
public sealed record DemoPerson(string Email, string Name, Role Role = Role.Member);
