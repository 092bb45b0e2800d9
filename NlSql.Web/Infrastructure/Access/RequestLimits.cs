using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Serving;
using NlSql.Web.Api;

namespace NlSql.Web.Infrastructure.Access;

/// <summary>REQUESTS_PER_MINUTE: what one key or person may begin over HTTP that costs the database something. The local analyst has no limit.</summary>
internal static class RequestLimits
{
    private const int SecondsOfMinute = 60;

    public static void AddRequestLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter => limiter.OnRejected = RefuseAsync);
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<ServingOptions>>((limiter, host) =>
        {
            var perMinute = host.Value.RequestsPerMinute;
            var tokens = Math.Max(1, perMinute / SecondsOfMinute);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                perMinute == 0 || context.User.Identity is not { IsAuthenticated: true, Name: { } name } || !Costs(context.Request)
                    ? RateLimitPartition.GetNoLimiter("")
                    : RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = perMinute,
                        TokensPerPeriod = tokens,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(tokens * (double)SecondsOfMinute / perMinute),
                        QueueLimit = 0,
                    }));
        });
    }

    private static bool Costs(HttpRequest request) => HttpMethods.IsPost(request.Method)
        ? request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || request.Path.StartsWithSegments("/query", StringComparison.OrdinalIgnoreCase)
        : request.Path.Value?.Contains("/export.", StringComparison.OrdinalIgnoreCase) == true;

    private static ValueTask RefuseAsync(Microsoft.AspNetCore.RateLimiting.OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var rest) ? Math.Max(1, Math.Ceiling(rest.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return new ValueTask(Problems.WriteAsync(
            rejected.HttpContext,
            StatusCodes.Status429TooManyRequests,
            "too-many-requests",
            "This API key has begun as many requests in a minute as it may (REQUESTS_PER_MINUTE).",
            FormattableString.Invariant($"Try again in {wait} s.")));
    }
}
