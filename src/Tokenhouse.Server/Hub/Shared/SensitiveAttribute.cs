namespace Tokenhouse.Server.Hub.Shared;

/// <summary>Marks a member of a response that is a secret or equivalent to one. A route with such a response is marked <see cref="SecretResponseMetadata"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SensitiveAttribute : Attribute;
