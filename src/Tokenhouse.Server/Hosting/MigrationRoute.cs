using Tokenhouse.Core;
using Tokenhouse.Server.OAuth.Dialects;
using Tokenhouse.Server.OAuth.Migration;
using Tokenhouse.Server.Pages;

namespace Tokenhouse.Server.Hosting;

/// <summary>The default page of a deprecated dialect's <c>Link</c> header.</summary>
internal static class MigrationRoute
{
    public static string Address(Site site, Dialect dialect) => site.Issuer + Path(dialect);

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, plan) in routes.ServiceProvider.GetRequiredService<IReadOnlyDictionary<string, DialectOptions>>())
        {
            var from = DialectCatalogue.List.Single(dialect => dialect.Name == name);
            var to = DialectCatalogue.List.FirstOrDefault(dialect => dialect.TakesFamiliesOf.Contains(name));
            routes.MapMethods(Path(from), [HttpMethods.Get], http => Show(http, from, to, plan)).CalledBy(EndpointAudience.Anyone);
        }
    }

    private static Task Show(HttpContext http, Dialect from, Dialect? to, DialectOptions plan) =>
        http.WritePage<MigrationPage>(
            StatusCodes.Status200OK,
            new
            {
                From = from,
                To = to,
                SunsetAt = plan.SunsetAt,
            }
        );

    private static string Path(Dialect dialect) => "/migration/" + dialect.Name;
}
