using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tokenhouse.AspNetCore.Reports;
using Tokenhouse.AspNetCore.Tokens;

namespace Tokenhouse.AspNetCore;

/// <summary>Authenticates calls by their access tokens, and answers refused calls: status, challenge, body, log, report.</summary>
internal sealed partial class TokenhouseAuthentication(
    IOptionsMonitor<TokenhouseOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    AccessTokenValidator check,
    ReportQueue reports
) : AuthenticationHandler<TokenhouseOptions>(options, logs, encoder)
{
    private const string CorrelationHeader = "X-Correlation-Id";
    private const string SecondsToRetry = "2";

    private TokenhouseRefusal refusal = Refusals.NoToken;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (!Bearer.IsPresent(header))
            return AuthenticateResult.NoResult();
        if (!Bearer.Read(header).Ok(out var text, out var refused))
            return Refuse(refused);
        if (!(await check.ValidateAsync(Context, text)).Ok(out var token, out refused))
            return Refuse(refused);
        return AuthenticateResult.Success(new(token.Principal(), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        await AnswerAsync(refusal);
    }

    /// <summary>
    /// The caller is authenticated but not allowed. Our requirements store their reason; the API's own policies don't. If another scheme
    /// authenticated the caller and only the token is missing, this is a challenge.
    /// </summary>
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var refused = Context.Features.Get<TokenhouseRefusal>() ?? Refusals.Forbidden();
        if (refused == Refusals.NoToken)
            await HandleChallengeAsync(properties);
        else
            await AnswerAsync(ValidatedIdentity.TokenOf(Context.User) is { } token ? refused.About(token) : refused);
    }

    /// <summary>Only stores the refusal: an endpoint that needs no token doesn't refuse an invalid one.</summary>
    private AuthenticateResult Refuse(TokenhouseRefusal refused)
    {
        refusal = refused;
        return AuthenticateResult.Fail(refused.Description);
    }

    private async Task AnswerAsync(TokenhouseRefusal refused)
    {
        refused = refused with
        {
            CorrelationId =
                System.Diagnostics.Activity.Current?.TraceId.ToHexString() ?? RandomNumberGenerator.GetHexString(32, lowercase: true),
        };
        var path = (Context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        Refused(Logger, refused.Status, refused.Error ?? "no token", refused.Reason, refused.ClientId, path, refused.CorrelationId);
        reports.Add(Context, refused);

        Response.StatusCode = refused.Status;
        Response.Headers.CacheControl = "no-store";
        Response.Headers[CorrelationHeader] = refused.CorrelationId;
        if (refused.Status == StatusCodes.Status503ServiceUnavailable)
            Response.Headers.RetryAfter = SecondsToRetry;
        else
            Response.Headers.Append(HeaderNames.WWWAuthenticate, Bearer.Challenge(Options.Audience, refused));
        await WriteBodyAsync(refused);
    }

    /// <summary>Sends nothing yet: if a policy combines schemes, the others set their status and headers afterwards.</summary>
    private async Task WriteBodyAsync(TokenhouseRefusal refused)
    {
        var response = Context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        Context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, response));
        try
        {
            await Options.ErrorBody(Context, refused);
            await Response.BodyWriter.FlushAsync(Context.RequestAborted);
        }
        finally
        {
            Context.Features.Set(response);
        }
        Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(Request.Method))
            Response.BodyWriter.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Refused with {Status} {Error}: {Reason} (client {Client}, {Path}, {CorrelationId})."
    )]
    private static partial void Refused(
        ILogger log,
        int status,
        string error,
        string reason,
        string? client,
        string? path,
        string correlationId
    );
}
