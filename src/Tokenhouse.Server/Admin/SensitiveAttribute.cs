namespace Tokenhouse.Server.Admin;

/// <summary>Marks a member of an answer that is a secret, or as good as one. A route whose answer has any is marked <see cref="ShownOnce"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SensitiveAttribute : Attribute;
