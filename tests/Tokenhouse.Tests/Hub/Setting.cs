namespace Tokenhouse.Tests.Hub;

/// <summary>A stored setting, and what is written to change it.</summary>
/// <param name="Entity">What it is a setting of.</param>
/// <param name="Property">Where it is stored.</param>
/// <param name="Form">Where it is set.</param>
/// <param name="Member">Its member in the API.</param>
/// <param name="Json">Another value than that of <see cref="Support.ApiSamples"/>.</param>
/// <param name="Field">Its field on the page.</param>
/// <param name="Typed">Another value again, as a form has it; none for a box that isn't checked.</param>
internal sealed record Setting(
    Type Entity,
    string Property,
    SettingForm Form,
    string Member,
    string Json,
    string Field,
    params string[] Typed
)
{
    public string Name => $"{Entity.Name}.{Property}";
}
