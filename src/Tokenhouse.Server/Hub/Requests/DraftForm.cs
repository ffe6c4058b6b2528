using Tokenhouse.Core;
using Tokenhouse.Server.Hub.Shared;

namespace Tokenhouse.Server.Hub.Requests;

/// <summary>Reads and fills the form of a request.</summary>
internal static class DraftForm
{
    public const string Version = "version";

    /// <summary>The submitted input. The form has the fields of the kind.</summary>
    public static RequestDraft Read(HttpContext http)
    {
        var kind = ClientKindNames.Read(http.Text(RequestField.Kind));
        return new()
        {
            Kind = http.Text(RequestField.Kind),
            Environment = http.Text(RequestField.Environment),
            Name = http.Text(RequestField.Name),
            Purpose = http.Text(RequestField.Purpose),
            Scopes = http.Ticked(RequestField.Scopes),
            RedirectUris = Lines(http, RequestField.RedirectUris, isAsked: kind?.MayActForPeople() == true),
            RequiresPkce = kind is ClientKind.Web && http.IsTicked(RequestField.RequiresPkce),
            Networks = Lines(http, RequestField.Networks, isAsked: kind?.IsPublic() == false),
            Owner = http.Text(RequestField.Owner),
            Contact = http.Text(RequestField.Contact),
        };
    }

    // Fields of other kinds are read too if they are sent, so that the sender gets an error instead of losing them.
    private static string[] Lines(HttpContext http, string field, bool isAsked) =>
        isAsked || http.Request.Form.ContainsKey(field) ? http.Lines(field) : [];

    /// <summary>A request's content, for editing.</summary>
    public static RequestDraft Of(RequestView request) =>
        new()
        {
            Kind = request.Kind,
            Environment = request.Environment,
            Name = request.Name,
            Purpose = request.Purpose,
            Scopes = [.. request.Scopes.Select(scope => scope.Name)],
            RedirectUris = request.RedirectUris,
            RequiresPkce = request.RequiresPkce,
            Networks = request.Networks,
            Owner = request.Owner,
            Contact = request.Contact,
        };

    /// <summary>The version that the form was shown with.</summary>
    public static int? Seen(HttpContext http) => http.Number(Version);
}
