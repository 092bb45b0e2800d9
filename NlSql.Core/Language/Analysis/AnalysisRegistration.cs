using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NlSql.Core.Foundation.Numbers;
using NlSql.Core.Language.Analysis.Charts;
using NlSql.Core.Language.Analysis.Model;
using NlSql.Core.Language.Analysis.Narrative;
using NlSql.Core.Language.Generation.Chat;
using NlSql.Core.Sql.Guarding;

namespace NlSql.Core.Language.Analysis;

/// <summary>Registers this stage's services and settings.</summary>
public static class AnalysisRegistration
{
    public static IServiceCollection AddAnalysis(this IServiceCollection services)
    {
        services.TryAddSingleton<ISqlFormatter, SqlFormatter>();
        services.TryAddSingleton(NumberFormat.Neutral);
        services.AddSingleton<IChartAdvisor, ChartAdvisor>();
        services.AddSingleton<AnalysisPrompt>();
        services.AddSingleton<BuiltInAnalyst>();
        services.AddSingleton<IResultAnalyst>(ModelThenBuiltIn);
        return services;
    }

    private static FallbackAnalyst ModelThenBuiltIn(IServiceProvider services)
    {
        var model = services.GetRequiredService<ConfiguredModel>();
        var analyst = model is { Endpoint: { } endpoint, Client: { } client }
            ? new ModelAnalyst(
                endpoint,
                client,
                services.GetRequiredService<AnalysisPrompt>(),
                services.GetRequiredService<IOptions<ModelOptions>>(),
                services.GetRequiredService<NumberFormat>())
            : null;
        return new FallbackAnalyst(
            analyst, model.Endpoint?.Sees, services.GetRequiredService<BuiltInAnalyst>(), services.GetRequiredService<ILogger<FallbackAnalyst>>());
    }
}
