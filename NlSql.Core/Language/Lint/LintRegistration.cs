using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NlSql.Core.Foundation.Site;
using NlSql.Core.Language.Schema.Words;

namespace NlSql.Core.Language.Lint;

/// <summary>Registers this stage's services.</summary>
public static class LintRegistration
{
    public static IServiceCollection AddLint(this IServiceCollection services) => services.AddSingleton(provider =>
        new StatementLint(
            provider.GetRequiredService<WordKnowledge>(),
            provider.GetRequiredService<SiteKnowledge>().Facts,
            provider.GetRequiredService<ILogger<StatementLint>>()));
}
