using System.Text.RegularExpressions;

namespace Tokenhouse.Tests.Architecture;

/// <summary>Nothing hashes a password but the service that bounds how many are hashed at a time.</summary>
public sealed partial class PasswordTests
{
    private static readonly string[] Allowed =
    [
        "src/Tokenhouse.Server/Accounts/PasswordHashing.cs",
        "src/Tokenhouse.Server/Accounts/RefusingPasswordHasher.cs",
        "src/Tokenhouse.Server/Hosting/PeopleServices.cs", // registers both
    ];

    [Fact]
    [Trait("Category", "Security")]
    public void Nothing_else_names_a_hasher_or_what_of_Identity_leads_to_one() =>
        SourceFile.Shipped.Where(file => Slow().IsMatch(file.Text)).Select(file => file.Name).ShouldBe(Allowed, ignoreOrder: true);

    [GeneratedRegex(
        @"PasswordHasher\b|Pbkdf2|Rfc2898|CheckPasswordAsync|AddPasswordAsync|ChangePasswordAsync|ResetPasswordAsync|PasswordSignIn",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Slow();
}
