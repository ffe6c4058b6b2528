using System.Globalization;
using Tokenhouse.Server.Admin.Requests;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>The form of a request, from the browser and back into it.</summary>
internal static class DraftForm
{
    public const string Version = "version";

    /// <summary>What was entered.</summary>
    public static RequestDraft Read(IFormCollection form) =>
        new()
        {
            Kind = form[RequestField.Kind],
            Environment = form[RequestField.Environment],
            Name = form[RequestField.Name],
            Purpose = form[RequestField.Purpose],
            Scopes = form[RequestField.Scopes],
            RedirectUris = Lines(form[RequestField.RedirectUris].ToString()),
            Networks = Lines(form[RequestField.Networks].ToString()),
            Owner = form[RequestField.Owner],
            Contact = form[RequestField.Contact],
        };

    /// <summary>What a request says, to be edited.</summary>
    public static RequestDraft Of(RequestView request) =>
        new()
        {
            Kind = request.Kind,
            Environment = request.Environment,
            Name = request.Name,
            Purpose = request.Purpose,
            Scopes = [.. request.Scopes.Select(scope => scope.Name)],
            RedirectUris = request.RedirectUris,
            Networks = request.Networks,
            Owner = request.Owner,
            Contact = request.Contact,
        };

    /// <summary>The version that the form was shown with.</summary>
    public static int? Seen(HttpContext http) => Number(http.Request.Form[Version].ToString());

    /// <summary>Null: there is none.</summary>
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
