using System.Net.Http.Json;

namespace Worker;

/// <summary>The HR platform's API. Nothing here deals with tokens.</summary>
public sealed class RecruitmentApi(HttpClient http)
{
    public async Task<IReadOnlyList<Application>> Applications(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<List<Application>>("/v3/218/recruitment/applications", cancellationToken) ?? [];
}
